using System.Numerics.Tensors;

namespace Espalier.Sparsity;

/// <summary>Where the ranking by (score, |W|, index) is cut after the k lowest.</summary>
internal struct Cut
{
    private uint _scoreKey;
    private uint _magnitudeKey;
    private long _prunedTies;

    /// <summary>Finds the cut after the <paramref name="zeros"/> lowest.</summary>
    public static Cut Find<T>(T matrices, long zeros)
        where T : IScoredMatrices, allows ref struct
    {
        // The key of every number is above 0, so this prunes nothing.
        if (zeros == 0) return default;
        Span<long> counts = stackalloc long[RadixSearch.Bins];
        RadixSearch score = FindScore(matrices, zeros, counts);
        uint scoreKey = score.Value;
        if (score.Rank == score.Sharing) return new Cut { _scoreKey = scoreKey, _magnitudeKey = uint.MaxValue };

        RadixSearch magnitude = new(score.Rank, counts);
        while (magnitude.MoveNext())
        {
            for (int matrix = 0; matrix < matrices.Count; matrix++)
                CountTies(matrices.Scores(matrix), scoreKey, matrices.Weights(matrix), magnitude);
            magnitude.Narrow();
        }
        return new Cut { _scoreKey = scoreKey, _magnitudeKey = magnitude.Value, _prunedTies = magnitude.Rank };
    }

    /// <summary>The <paramref name="rank"/>-th lowest score.</summary>
    public static float Score<T>(T matrices, long rank)
        where T : IScoredMatrices, allows ref struct =>
        FloatOrder.Value(FindScore(matrices, rank, stackalloc long[RadixSearch.Bins]).Value);

    /// <summary>Writes the mask of the next matrix; the matrices must come in the order of the ranking.</summary>
    public void Apply(ReadOnlySpan<float> scores, ReadOnlySpan<float> weights, Span<float> mask)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            uint key = FloatOrder.Key(scores[i]);
            bool keep = key > _scoreKey || (key == _scoreKey && KeepsTie(FloatOrder.Key(MathF.Abs(weights[i]))));
            mask[i] = keep ? 1 : 0;
        }
    }

    private bool KeepsTie(uint magnitude) => magnitude > _magnitudeKey || (magnitude == _magnitudeKey && --_prunedTies < 0);

    private static RadixSearch FindScore<T>(T matrices, long rank, Span<long> counts)
        where T : IScoredMatrices, allows ref struct
    {
        for (int matrix = 0; matrix < matrices.Count; matrix++)
        {
            if (TensorPrimitives.IsNaNAny(matrices.Scores(matrix)) || TensorPrimitives.IsNaNAny(matrices.Weights(matrix)))
                throw new ArgumentException($"A score or weight of matrix {matrix} is not a number.", nameof(matrices));
        }
        RadixSearch search = new(rank, counts);
        while (search.MoveNext())
        {
            for (int matrix = 0; matrix < matrices.Count; matrix++)
            {
                foreach (float score in matrices.Scores(matrix)) search.Count(FloatOrder.Key(score));
            }
            search.Narrow();
        }
        return search;
    }

    private static void CountTies(ReadOnlySpan<float> scores, uint scoreKey, ReadOnlySpan<float> weights, in RadixSearch search)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            if (FloatOrder.Key(scores[i]) == scoreKey) search.Count(FloatOrder.Key(MathF.Abs(weights[i])));
        }
    }
}
