using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Espalier.Sparsity;

/// <summary>A binary mask with one bit for each weight: 1 keeps, 0 prunes.</summary>
public sealed class BitMask : IEquatable<BitMask>
{
    private readonly ulong[] _words;

    /// <summary>Creates a mask of zeros.</summary>
    /// <param name="length">The number of weights.</param>
    public BitMask(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _words = new ulong[((long)length + 63) / 64];
    }

    /// <summary>The number of weights.</summary>
    public int Length { get; }

    /// <summary>The number of weights that are kept.</summary>
    public int Ones => (int)TensorPrimitives.PopCount<ulong>(_words);

    /// <summary>The number of weights that are pruned.</summary>
    public int Zeros => Length - Ones;

    /// <summary>The number of bytes of the packed form.</summary>
    public int ByteLength => BytesFor(Length);

    /// <summary>Whether a weight is kept.</summary>
    public bool this[int index]
    {
        get
        {
            Check(index);
            return (_words[index >> 6] >> index & 1) != 0;
        }
        set
        {
            Check(index);
            ulong bit = 1UL << index;
            if (value) _words[index >> 6] |= bit;
            else _words[index >> 6] &= ~bit;
        }
    }

    /// <summary>Makes a mask that keeps where the value is not 0.</summary>
    public static BitMask FromFloats(ReadOnlySpan<float> values)
    {
        BitMask mask = new(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != 0) mask._words[i >> 6] |= 1UL << i;
        }
        return mask;
    }

    /// <summary>Unpacks bits; weight i is bit i % 8 (counted from the lowest) of byte i / 8.</summary>
    /// <param name="bytes">ceil(length / 8) bytes; the unused bits of the last are 0.</param>
    /// <param name="length">The number of weights.</param>
    /// <exception cref="ArgumentException">The number of bytes is another, or an unused bit is set.</exception>
    public static BitMask FromBytes(ReadOnlySpan<byte> bytes, int length)
    {
        if (bytes.Length != BytesFor(length))
            throw new ArgumentException($"{length} bits are {BytesFor(length)} bytes, not {bytes.Length}.", nameof(bytes));
        if (length % 8 != 0 && bytes[^1] >> (length % 8) != 0) throw new ArgumentException("A bit beyond the end is set.", nameof(bytes));
        BitMask mask = new(length);
        bytes.CopyTo(MemoryMarshal.AsBytes(mask._words.AsSpan()));
        return mask;
    }

    /// <summary>Packs the bits as <see cref="FromBytes"/> reads them.</summary>
    public byte[] ToBytes() => MemoryMarshal.AsBytes(_words.AsSpan())[..ByteLength].ToArray();

    /// <summary>Writes 0 or 1 for each weight.</summary>
    /// <param name="values"><see cref="Length"/> values.</param>
    public void CopyTo(Span<float> values)
    {
        if (values.Length != Length) throw new ArgumentException($"The mask has {Length} weights, not {values.Length}.", nameof(values));
        for (int i = 0; i < values.Length; i++) values[i] = _words[i >> 6] >> i & 1;
    }

    /// <summary>Puts 0 in the place of each weight that is pruned.</summary>
    /// <param name="weights"><see cref="Length"/> weights.</param>
    public void Prune(Span<float> weights)
    {
        if (weights.Length != Length) throw new ArgumentException($"The mask has {Length} weights, not {weights.Length}.", nameof(weights));
        for (int i = 0; i < weights.Length; i++)
        {
            if ((_words[i >> 6] >> i & 1) == 0) weights[i] = 0;
        }
    }

    /// <summary>The number of weights that both masks keep.</summary>
    /// <exception cref="ArgumentException">The masks differ in length.</exception>
    public static int CountBoth(BitMask first, BitMask second)
    {
        RequireSameLength(first, second);
        int count = 0;
        for (int i = 0; i < first._words.Length; i++) count += BitOperations.PopCount(first._words[i] & second._words[i]);
        return count;
    }

    /// <summary>The number of weights that at least one of the masks keeps.</summary>
    /// <exception cref="ArgumentException">The masks differ in length.</exception>
    public static int CountEither(BitMask first, BitMask second) => first.Ones + second.Ones - CountBoth(first, second);

    /// <inheritdoc/>
    public bool Equals(BitMask? other) => other is not null && Length == other.Length && _words.AsSpan().SequenceEqual(other._words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BitMask);

    /// <summary>Of the length alone, since the bits may change.</summary>
    public override int GetHashCode() => Length;

    private static int BytesFor(int length) => (int)(((long)length + 7) / 8);

    private void Check(int index)
    {
        if ((uint)index >= (uint)Length) throw new ArgumentOutOfRangeException(nameof(index));
    }

    private static void RequireSameLength(BitMask first, BitMask second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"A mask of {first.Length} weights and one of {second.Length} cannot be compared.");
    }
}
