using System.Numerics.Tensors;
using Espalier.Decoding;
using Espalier.Execution;
using Espalier.Graphs;
using Espalier.Sources;

namespace Espalier.Answering;

/// <summary>The two graphs of an mPLUG model at work. Safe to use from several threads.</summary>
/// <param name="encoder">Reads pictures and questions.</param>
/// <param name="decoder">Scores the pieces of answers.</param>
internal sealed class MplugReader(IGraphEngine encoder, IGraphEngine decoder)
{
    private const string Mask = "memory_mask";
    private const long MostBytes = 512L << 20;

    private readonly GraphInput.States[] _reads = [.. decoder.Graph.Inputs.OfType<GraphInput.States>()];

    /// <summary>The most pieces of an answer that the decoder reads.</summary>
    public int Positions { get; } = PositionsOf(decoder.Graph);

    /// <summary>How many questions may be read together: what the decoder reads of each is there four times, as a value and an output here and an input and a value there.</summary>
    /// <param name="words">Word pieces of the longest.</param>
    public int Together(int words)
    {
        long numbers = encoder.Graph.Outputs.Sum(output => (long)output.Value.Width * (words + (output.Value.Axis is Axis.Joined { Front: Axis.Fixed states } ? states.Length : 0)));
        return (int)Math.Clamp(MostBytes / (4 * sizeof(float) * numbers), 1, int.MaxValue);
    }

    /// <summary>The positions that a decoder knows.</summary>
    public static int PositionsOf(Graph decoder) => decoder.Operations.OfType<Operation.AddPositions>().First().Table.Rows;

    /// <summary>Reads questions.</summary>
    /// <param name="questions">At least one.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>What <see cref="Write"/> takes.</returns>
    public IGraphRun Read(IReadOnlyList<EncodedQuestion> questions, CancellationToken cancel)
    {
        IGraphRun run = encoder.Rent(questions.Count, each: 1, questions.Max(one => one.Pieces.Length));
        try
        {
            WordInputs.Write(run, questions);
            Span<float> pixels = run.Rows("pixel_values");
            for (int i = 0; i < questions.Count; i++) ((PicturePixels)questions[i].Picture).Values.CopyTo(pixels[(i * (pixels.Length / questions.Count))..]);
            run.Run(cancel);
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>Scores the pieces that follow those of some answers.</summary>
    /// <param name="seen">From <see cref="Read"/>.</param>
    /// <param name="asked">How many questions were read.</param>
    /// <param name="first">The first one that is answered.</param>
    /// <param name="count">How many answers.</param>
    /// <param name="ids">[count, length] pieces, those of one question together.</param>
    /// <param name="length">Pieces of each.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="sharing">How many answers to each question; one, and then to the next, if nothing is said.</param>
    /// <returns>A workspace whose output "logits" is [count, length, V].</returns>
    public IGraphRun Write(IGraphRun seen, int asked, int first, int count, int[] ids, int length, CancellationToken cancel, int sharing = 1)
    {
        int questions = count / sharing, rows = seen.Output(_reads[0].Name).Length / _reads[0].Value.Width / asked;
        IGraphRun run = decoder.Rent(count, sharing, length, rows);
        try
        {
            ids.CopyTo(run.Ids("input_ids"));
            foreach (GraphInput.States input in _reads)
            {
                Span<float> to = run.Rows(input.Name);
                seen.Output(input.Name).Slice(first * (to.Length / questions), to.Length).CopyTo(to);
            }
            Span<bool> real = run.Real(Mask);
            for (int i = 0; i < real.Length; i++) real[i] = seen.OutputIsReal(Mask, first + (i / rows), i % rows);
            run.Run(cancel);
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>Writes the likeliest answer to a question by beam search.</summary>
    /// <param name="question">The question.</param>
    /// <param name="options">How to search.</param>
    /// <param name="path">The model's file, for messages.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="InputException">Scores are no finite numbers.</exception>
    public GeneratedAnswer Generate(EncodedQuestion question, BeamOptions options, string path, CancellationToken cancel)
    {
        using IGraphRun seen = Read([question], cancel);
        return BeamSearch.Run(1, options, (ids, length) =>
        {
            using IGraphRun written = Write(seen, 1, 0, options.Beams, Array.ConvertAll(ids, id => (int)id), length, cancel, sharing: options.Beams);
            Span<float> all = written.Output("logits");
            int vocabulary = all.Length / ids.Length;
            float[] last = new float[options.Beams * vocabulary];
            for (int beam = 0; beam < options.Beams; beam++) all.Slice((((beam + 1) * length) - 1) * vocabulary, vocabulary).CopyTo(last.AsSpan(beam * vocabulary));
            return TensorPrimitives.IsFiniteAll<float>(last) ? last : throw ScoreFault.NotFinite(path);
        })[0];
    }
}
