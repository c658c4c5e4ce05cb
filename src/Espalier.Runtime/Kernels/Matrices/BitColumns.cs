using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Espalier.Kernels.Matrices;

/// <summary>Bits as the columns in which they are set.</summary>
internal static class BitColumns
{
    /// <summary>Bytes that are written beyond the last column.</summary>
    public const int Slack = 64;

    private const ulong EachByte = 0x0101_0101_0101_0101;

    // For each byte the places of its bits, the lowest first, one a byte.
    private static readonly ulong[] Places =
        [.. Enumerable.Range(0, 256).Select(bits => Enumerable.Range(0, 8).Where(bit => (bits >> bit & 1) != 0).Select((bit, i) => (ulong)bit << (8 * i)).Aggregate(0ul, (all, one) => all | one))];

    /// <summary>How many bits are set.</summary>
    public static int Count(ReadOnlySpan<byte> bits)
    {
        int count = 0;
        for (; bits.Length >= sizeof(ulong); bits = bits[sizeof(ulong)..]) count += BitOperations.PopCount(MemoryMarshal.Read<ulong>(bits));
        foreach (byte rest in bits) count += BitOperations.PopCount(rest);
        return count;
    }

    /// <summary>Writes the columns of a block.</summary>
    /// <param name="bits">The block's bits, at most 16 bytes.</param>
    /// <param name="columns">Takes them, ascending; longer than a block by <see cref="Slack"/>.</param>
    /// <returns>How many there are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Write(ReadOnlySpan<byte> bits, Span<byte> columns)
    {
        if (bits.Length > PackedMatrix.BlockColumns / 8 || columns.Length < PackedMatrix.BlockColumns + Slack)
            throw new ArgumentException($"{bits.Length} bytes are more than a block's, or {columns.Length} too few for its columns.", nameof(columns));
        ref byte to = ref MemoryMarshal.GetReference(columns);
        ref ulong places = ref MemoryMarshal.GetArrayDataReference(Places);
        nuint count = 0;
        ulong first = 0;
        foreach (byte eight in bits)
        {
            // Eight columns are written, and those that are none are overwritten by the next.
            ulong some = Unsafe.Add(ref places, (nuint)eight) + first;
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, count), some);
            count += (nuint)BitOperations.PopCount(eight);
            first += 8 * EachByte;
        }
        return (int)count;
    }

    /// <summary>Puts the columns of four rows in turn: their first ones, their second ones, and so on.</summary>
    /// <param name="rows">The rows, each as long as a quarter of it, and at most <see cref="Slack"/> of that no columns.</param>
    /// <param name="length">How many columns of each.</param>
    /// <param name="columns">Takes them; longer than they are by <see cref="Slack"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Interleave(ReadOnlySpan<byte> rows, int length, Span<byte> columns)
    {
        nuint step = (nuint)rows.Length / 4, sixteen = (nuint)Vector128<byte>.Count;
        if ((nuint)length + sixteen > step || columns.Length < (4 * length) + Slack)
            throw new ArgumentException($"{rows.Length} bytes are not four rows of {length}, or {columns.Length} too few for them.", nameof(columns));
        ref byte from = ref MemoryMarshal.GetReference(rows);
        ref byte to = ref MemoryMarshal.GetReference(columns);
        for (nuint i = 0; i < (nuint)length; i += sixteen)
        {
            (Vector128<ushort> low01, Vector128<ushort> high01) = Pairs(Vector128.LoadUnsafe(ref from, i), Vector128.LoadUnsafe(ref from, step + i));
            (Vector128<ushort> low23, Vector128<ushort> high23) = Pairs(Vector128.LoadUnsafe(ref from, (2 * step) + i), Vector128.LoadUnsafe(ref from, (3 * step) + i));
            (Vector128<uint> a, Vector128<uint> b) = Fours(low01, low23);
            (Vector128<uint> c, Vector128<uint> d) = Fours(high01, high23);
            a.AsByte().StoreUnsafe(ref to, 4 * i);
            b.AsByte().StoreUnsafe(ref to, (4 * i) + sixteen);
            c.AsByte().StoreUnsafe(ref to, (4 * i) + (2 * sixteen));
            d.AsByte().StoreUnsafe(ref to, (4 * i) + (3 * sixteen));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<ushort> Low, Vector128<ushort> High) Pairs(Vector128<byte> first, Vector128<byte> second)
    {
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(first);
        (Vector128<ushort> low2, Vector128<ushort> high2) = Vector128.Widen(second);
        return (low | (low2 << 8), high | (high2 << 8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<uint> Low, Vector128<uint> High) Fours(Vector128<ushort> first, Vector128<ushort> second)
    {
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(first);
        (Vector128<uint> low2, Vector128<uint> high2) = Vector128.Widen(second);
        return (low | (low2 << 16), high | (high2 << 16));
    }
}
