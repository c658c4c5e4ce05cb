using System.Numerics;
using System.Runtime.InteropServices;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>The parts of a matrix of bits, as a packer reads them.</summary>
/// <param name="bits">[rows, stride].</param>
/// <param name="values">What is kept.</param>
/// <param name="offsets">Where each row begins in it.</param>
/// <param name="columns">Columns.</param>
internal readonly ref struct BitmapRows(ReadOnlySpan<byte> bits, ReadOnlySpan<float> values, ReadOnlySpan<long> offsets, int columns) : IMatrixRows
{
    private const int BlockBytes = PackedFormat.BlockColumns / 8;

    private readonly ReadOnlySpan<byte> _bits = bits;

    /// <summary>What is kept.</summary>
    public ReadOnlySpan<float> Values { get; } = values;

    /// <summary>Where each row begins in it.</summary>
    public ReadOnlySpan<long> Offsets { get; } = offsets;

    /// <inheritdoc/>
    public int Rows => Offsets.Length;

    /// <inheritdoc/>
    public int Columns { get; } = columns;

    /// <summary>How many bits are set.</summary>
    public static int Count(ReadOnlySpan<byte> bits)
    {
        int count = 0;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bits);
        foreach (ulong word in words) count += BitOperations.PopCount(word);
        foreach (byte rest in bits[(8 * words.Length)..]) count += BitOperations.PopCount(rest);
        return count;
    }

    /// <summary>The bits of a row.</summary>
    public ReadOnlySpan<byte> Bits(int row)
    {
        int stride = PackedFormat.Stride(Columns);
        return _bits.Slice(row * stride, stride);
    }

    /// <inheritdoc/>
    public byte Kept(int row, int block) => (byte)Count(Block(row, block));

    /// <inheritdoc/>
    public int Read(int row, int block, scoped Span<float> values, scoped Span<byte> columns)
    {
        ReadOnlySpan<float> from = Values[((int)Offsets[row] + Count(Bits(row)[..(block * BlockBytes)]))..];
        ReadOnlySpan<byte> bits = Block(row, block);
        int kept = 0;
        for (int i = 0; i < bits.Length; i++)
        {
            for (uint left = bits[i]; left != 0; left &= left - 1) columns[kept++] = (byte)((8 * i) + BitOperations.TrailingZeroCount(left));
        }
        from[..kept].CopyTo(values);
        return kept;
    }

    private ReadOnlySpan<byte> Block(int row, int block)
    {
        ReadOnlySpan<byte> rest = Bits(row)[(block * BlockBytes)..];
        return rest[..Math.Min(BlockBytes, rest.Length)];
    }
}
