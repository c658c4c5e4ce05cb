using System.Runtime.Intrinsics;

namespace Espalier.Training.Models;

/// <summary>Sizes of one attention: B examples, T queries over S keys, heads of D numbers.</summary>
internal readonly record struct AttentionShape(int Batch, int Queries, int Keys, int Heads, int HeadSize)
{
    /// <summary>Keys, rounded up to whole vectors.</summary>
    public int PaddedKeys => (Keys + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;

    /// <summary>Numbers from one row of hidden states to the next.</summary>
    public int Stride => Heads * HeadSize;

    /// <summary>1 / sqrt(D).</summary>
    public float Scale => (float)(1 / Math.Sqrt(HeadSize));

    /// <summary>Where head <paramref name="head"/> of all B * heads begins in states [B, length, H].</summary>
    public long Offset(int head, int length) => ((long)(head / Heads) * length * Stride) + (head % Heads * HeadSize);

    /// <summary>Where the row of query <paramref name="t"/> begins in [B * heads, T, padded S].</summary>
    public long Row(int head, int t) => (((long)head * Queries) + t) * PaddedKeys;
}
