using System.Numerics.Tensors;
using Espalier.Data;
using Espalier.Decoding;
using Espalier.Execution;
using Espalier.Packing;

namespace Espalier.Answering;

/// <summary>
/// mPLUG: an encoder that reads picture and question, and a decoder that ranks the answers which it knows (Si et al. 2023, code, after Li et al. 2021): a
/// shortlist by the likelihood of the first word piece, then the likelihood of the whole sequence. An answer's logit is that of this probability.
/// </summary>
internal sealed class MplugScorer : IQuestionScorer
{
    // Of each there are logits of the whole vocabulary at once, twice; fewer do not make good use of the weights that are read for them.
    private const int MostPieces = 256;

    // The greatest probability that is told from 1 in fp32 logits.
    private const float Highest = -1e-6f;

    private readonly string _path;
    private readonly MplugReader _reader;
    private readonly int[][] _answers;
    private readonly int[] _firstPieces;
    private readonly int _shortlist;

    /// <param name="path">The model's file, for messages.</param>
    /// <param name="reader">Its two graphs.</param>
    /// <param name="answers">The answers that it knows.</param>
    /// <param name="ranking">How it chooses among them.</param>
    public MplugScorer(string path, MplugReader reader, AnswerSequences answers, PackedRanking ranking)
    {
        (_path, _reader) = (path, reader);
        _answers = [.. answers.Ids.Chunk(answers.Length).Select(row => row.TakeWhile(id => id != 0).Select(id => (int)id).ToArray())];
        _firstPieces = [.. _answers.Select(answer => answer[1])];
        _shortlist = Math.Min(ranking.Shortlist, _answers.Length);
    }

    /// <inheritdoc/>
    public void Score(IReadOnlyList<EncodedQuestion> questions, ScoreReader read, CancellationToken cancel)
    {
        using IGraphRun seen = _reader.Read(questions, cancel);
        float[][] chances = [.. Enumerable.Range(0, questions.Count).Select(_ => new float[_answers.Length])];
        using (IGraphRun begun = _reader.Write(seen, questions.Count, 0, questions.Count, [.. Enumerable.Repeat(_answers[0][0], questions.Count)], 1, cancel))
        {
            for (int i = 0; i < questions.Count; i++) FirstPieces(LogitsAt(begun, i), chances[i]);
        }
        float[] logits = new float[_answers.Length];
        for (int i = 0; i < questions.Count; i++)
        {
            Array.Fill(logits, float.NegativeInfinity);
            Rank(seen, questions.Count, i, [.. Largest.Of(chances[i], _shortlist).Select(answer => answer.Place)], logits, cancel);
            read(i, logits);
        }
    }

    private void FirstPieces(ReadOnlySpan<float> logits, Span<float> chances)
    {
        if (!TensorPrimitives.IsFiniteAll(logits)) throw ScoreFault.NotFinite(_path);
        for (int i = 0; i < chances.Length; i++) chances[i] = logits[_firstPieces[i]];
    }

    private void Rank(IGraphRun seen, int asked, int question, int[] shortlist, float[] logits, CancellationToken cancel)
    {
        // Those of a length together: nothing is computed for padding.
        foreach (IGrouping<int, int> alike in shortlist.GroupBy(answer => _answers[answer].Length - 1))
        {
            int length = alike.Key;
            foreach (int[] some in alike.Chunk(Math.Max(1, MostPieces / length)))
            {
                using IGraphRun written = _reader.Write(seen, asked, question, some.Length, [.. some.SelectMany(answer => _answers[answer][..^1])], length, cancel, sharing: some.Length);
                for (int i = 0; i < some.Length; i++)
                {
                    float likelihood = 0;
                    for (int at = 0; at < length; at++)
                    {
                        ReadOnlySpan<float> next = LogitsAt(written, (i * length) + at);
                        likelihood += next[_answers[some[i]][at + 1]] - LogSoftmax.OffsetOf(next);
                    }
                    if (!float.IsFinite(likelihood)) throw ScoreFault.NotFinite(_path);
                    double bounded = Math.Min(likelihood, Highest);
                    logits[some[i]] = (float)(bounded - Math.Log(-double.ExpM1(bounded)));
                }
            }
        }
    }

    private static ReadOnlySpan<float> LogitsAt(IGraphRun written, int row)
    {
        Span<float> all = written.Output("logits");
        int vocabulary = all.Length / written.Ids("input_ids").Length;
        return all.Slice(row * vocabulary, vocabulary);
    }
}
