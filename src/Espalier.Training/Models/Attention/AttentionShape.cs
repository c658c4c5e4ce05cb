using System.Runtime.Intrinsics;

namespace Espalier.Training.Models;

/// <summary>Sizes of one attention over examples of their own lengths, with H = heads x D numbers a state.</summary>
internal sealed class AttentionShape
{
    private readonly int[] _queryStarts;
    private readonly int[] _keyStarts;
    private readonly long[] _rowStarts;

    /// <summary>Finds where everything is.</summary>
    /// <param name="heads">Heads.</param>
    /// <param name="headSize">D.</param>
    /// <param name="queryStarts">The first query of each example, and the number of all.</param>
    /// <param name="keyStarts">The first key of each example, and the number of all.</param>
    public AttentionShape(int heads, int headSize, int[] queryStarts, int[] keyStarts)
    {
        (Heads, HeadSize, _queryStarts, _keyStarts) = (heads, headSize, queryStarts, keyStarts);
        _rowStarts = new long[queryStarts.Length];
        for (int b = 0; b < Examples; b++)
        {
            _rowStarts[b + 1] = _rowStarts[b] + ((long)heads * Queries(b) * PaddedKeys(b));
            MostQueries = Math.Max(MostQueries, Queries(b));
            MostKeys = Math.Max(MostKeys, Keys(b));
        }
    }

    public int Heads { get; }

    public int HeadSize { get; }

    public int Examples => _queryStarts.Length - 1;

    /// <summary>Numbers from one state to the next.</summary>
    public int Stride => Heads * HeadSize;

    /// <summary>1 / sqrt(D).</summary>
    public float Scale => (float)(1 / Math.Sqrt(HeadSize));

    /// <summary>The most queries of an example.</summary>
    public int MostQueries { get; }

    /// <summary>The most keys of an example.</summary>
    public int MostKeys { get; }

    /// <summary>The most keys, padded.</summary>
    public int MostPaddedKeys => Padded(MostKeys);

    /// <summary>Numbers of all rows of probabilities: for each example [heads, queries, padded keys].</summary>
    public long Probabilities => _rowStarts[^1];

    public int Queries(int example) => _queryStarts[example + 1] - _queryStarts[example];

    public int Keys(int example) => _keyStarts[example + 1] - _keyStarts[example];

    /// <summary>The keys of an example, rounded up to whole vectors.</summary>
    public int PaddedKeys(int example) => Padded(Keys(example));

    /// <summary>Where a head of an example begins in the states that queries come from.</summary>
    public long QueryOffset(int example, int head) => ((long)_queryStarts[example] * Stride) + (head * HeadSize);

    /// <summary>Where a head of an example begins in the states that keys come from.</summary>
    public long KeyOffset(int example, int head) => ((long)_keyStarts[example] * Stride) + (head * HeadSize);

    /// <summary>Where the probabilities of a head of an example begin.</summary>
    public long RowOffset(int example, int head) => _rowStarts[example] + ((long)head * Queries(example) * PaddedKeys(example));

    private static int Padded(int keys) => (keys + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;
}
