namespace Espalier.Decoding;

/// <summary>
/// Beam search with the rules of Si et al. 2023 (code, after Li et al. 2022): scores are likelihoods divided by a length penalty at every step; a question
/// is finished once its best beam is, or at the greatest length; a beam that ended is remembered and goes on beside the others.
/// </summary>
public static class BeamSearch
{
    private const float Impossible = -1e20f;
    private const int BertStart = 101, BertEnd = 102;

    // Never written: what reads an answer takes it for the filling behind its end.
    private const int Padding = 0;

    /// <summary>Gives the logits [N, V] of the piece that follows each of some answers.</summary>
    /// <param name="ids">[N, <paramref name="length"/>] pieces; those of one question stand together, as many for each.</param>
    /// <param name="length">Pieces of each.</param>
    public delegate float[] NextPiece(long[] ids, int length);

    /// <summary>Finds the best answer to each question.</summary>
    /// <param name="questions">How many.</param>
    /// <param name="options">How to search.</param>
    /// <param name="next">The model, which knows the questions; what it gives is written over.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is not even one beam or one piece, or the exponent of the length penalty is not finite.</exception>
    public static GeneratedAnswer[] Run(int questions, BeamOptions options, NextPiece next)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(next);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Beams, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Longest, 1);
        if (!double.IsFinite(options.LengthExponent)) throw new ArgumentOutOfRangeException(nameof(options), options.LengthExponent, "The exponent of the length penalty is no finite number.");
        (int beams, int start, int end) = (options.Beams, options.Start ?? BertStart, options.End ?? BertEnd);
        GeneratedAnswer?[] best = new GeneratedAnswer?[questions];
        bool[] finished = new bool[questions];
        long[] ids = [.. Enumerable.Repeat((long)start, questions * beams)];
        // All beams are the same at first, so only one counts.
        float[] likelihoods = [.. Enumerable.Range(0, questions * beams).Select(i => i % beams == 0 ? 0 : float.NegativeInfinity)];
        for (int length = 1; length <= options.Longest && finished.Contains(false); length++)
        {
            float penalty = (float)Math.Pow((5.0 + length) / 6, options.LengthExponent);
            float[] scores = next(ids, length);
            int vocabulary = scores.Length / likelihoods.Length;
            long[] longer = new long[likelihoods.Length * (length + 1)];
            for (int beam = 0; beam < likelihoods.Length; beam++)
            {
                Span<float> own = scores.AsSpan(beam * vocabulary, vocabulary);
                float offset = LogSoftmax.OffsetOf(own);
                for (int piece = 0; piece < vocabulary; piece++)
                    own[piece] = ((piece == Padding || (length <= options.Shortest && piece == end) ? Impossible : own[piece] - offset) + likelihoods[beam]) / penalty;
            }
            for (int question = 0; question < questions; question++)
            {
                (int Place, float Score)[] chosen = Largest.Of(scores.AsSpan(question * beams * vocabulary, beams * vocabulary), beams);
                for (int i = 0; i < beams; i++)
                {
                    (int origin, int piece) = Math.DivRem(chosen[i].Place, vocabulary);
                    int beam = (question * beams) + i;
                    Span<long> to = longer.AsSpan(beam * (length + 1), length + 1);
                    ids.AsSpan(((question * beams) + origin) * length, length).CopyTo(to);
                    (to[length], likelihoods[beam]) = (piece, chosen[i].Score * penalty);
                }
                if (!finished[question]) finished[question] = Collect(longer.AsSpan(question * beams * (length + 1)), length + 1, chosen, ref best[question]);
            }
            ids = longer;
        }
        return [.. best.Select(answer => answer!)];

        bool Collect(ReadOnlySpan<long> rows, int length, (int Place, float Score)[] chosen, ref GeneratedAnswer? found)
        {
            bool done = length > options.Longest || rows[length - 1] == end;
            for (int i = 0; i < beams; i++)
            {
                ReadOnlySpan<long> row = rows.Slice(i * length, length);
                bool ended = done || row[^1] == end;
                if (ended && !(found?.Score >= chosen[i].Score)) found = new GeneratedAnswer(row.ToArray(), chosen[i].Score);
            }
            return done;
        }
    }
}
