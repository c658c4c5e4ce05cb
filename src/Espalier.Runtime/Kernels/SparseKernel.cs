using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using Espalier.Kernels.Lanes;
using Espalier.Kernels.Matrices;
using Espalier.Kernels.Tiles;

namespace Espalier.Kernels;

/// <summary>
/// Multiplies without the zeros: each kept weight is spread over a register and multiplied with the row of the panel that its column names. As many of
/// a strip's four rows go in step as registers can add up. What limits it is how often memory is read: one reading brings the weights of four rows,
/// and registers spread them.
/// </summary>
/// <typeparam name="TTile">A row of the panel.</typeparam>
/// <typeparam name="TLane">Its lane.</typeparam>
internal static class SparseKernel<TTile, TLane>
    where TTile : struct, ITile<TTile, TLane>
    where TLane : struct, ILane<TLane>
{
    private const nuint Strip = SparseMatrix.StripRows;

    private static nuint Width => (nuint)TTile.Width;

    /// <summary>Adds a band's product with a panel.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="number">The band.</param>
    /// <param name="x">The panel, [columns, width of the tile].</param>
    /// <param name="y">The band's rows of the output, [rows of the band, width of the tile].</param>
    public static void Add(SparseMatrix matrix, int number, ref float x, ref float y)
    {
        SparseBand band = matrix.Lists.Bands[number];
        ref byte values = ref Unsafe.Add(ref MemoryMarshal.GetReference(matrix.Values.Bytes), (nint)band.Value * matrix.Values.Type.Size());
        if (matrix.Values.Type == TensorType.F32) Add(matrix, band, new PlainStrips(ref Unsafe.As<byte, float>(ref values)), ref x, ref y);
        else AddNarrow(matrix, band, ref values, ref x, ref y);
    }

    private static void AddNarrow(SparseMatrix matrix, SparseBand band, ref byte values, ref float x, ref float y)
    {
        ref float room = ref MemoryMarshal.GetReference(stackalloc float[SparseMatrix.StripRows * SparseMatrix.BlockColumns]);
        if (matrix.Values.Type == TensorType.BF16)
        {
            Add(matrix, band, new BFloat16Strips(ref Unsafe.As<byte, ushort>(ref values), ref room), ref x, ref y);
            return;
        }
        ref float scales = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(matrix.Values.Scales), band.FirstRow);
        Add(matrix, band, new Int8Strips(ref Unsafe.As<byte, sbyte>(ref values), ref scales, ref room), ref x, ref y);
    }

    // On its own: where it is compiled into those who call it, by what they were seen to do, sums may not stay in registers, which takes several times as long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Add<TSource>(SparseMatrix matrix, SparseBand band, TSource source, ref float x, ref float y)
        where TSource : struct, IStripSource, allows ref struct
    {
        ref byte columns = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(matrix.ColumnsInBlock), band.Value);
        ref ushort rows = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(matrix.Lists.RowsInBand), band.Listed);
        ref byte lengths = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(matrix.Lists.Lengths), band.Length);
        int blocks = matrix.Lists.Blocks;
        for (int block = 0; block < blocks; block++)
        {
            SparseBlock listed = matrix.Lists.Listed[band.Block + block];
            for (int i = 0; i < listed.Strips; i++)
            {
                nuint length = lengths;
                lengths = ref Unsafe.Add(ref lengths, 1);
                Prefetch.Behind(ref columns, Strip * length);
                ref float values = ref source.Next(Strip * length, ref rows, SparseMatrix.StripRows);
                if (TTile.RowsTogether >= 4)
                {
                    Four(ref values, ref columns, length, ref rows, ref x, ref y);
                }
                else if (TTile.RowsTogether >= 2)
                {
                    Two(ref values, ref columns, length, ref rows, ref x, ref y);
                    Two(ref Unsafe.Add(ref values, 2), ref Unsafe.Add(ref columns, 2), length, ref Unsafe.Add(ref rows, 2), ref x, ref y);
                }
                else
                {
                    for (nuint row = 0; row < Strip; row++)
                        One(ref Unsafe.Add(ref values, row), ref Unsafe.Add(ref columns, row), length, Strip, Unsafe.Add(ref rows, row), ref x, ref y);
                }
                columns = ref Unsafe.Add(ref columns, Strip * length);
                rows = ref Unsafe.Add(ref rows, Strip);
            }
            for (int i = 0; i < listed.Singles; i++)
            {
                nuint length = lengths;
                lengths = ref Unsafe.Add(ref lengths, 1);
                One(ref source.Next(length, ref rows, 1), ref columns, length, 1, rows, ref x, ref y);
                columns = ref Unsafe.Add(ref columns, length);
                rows = ref Unsafe.Add(ref rows, 1);
            }
            x = ref Unsafe.Add(ref x, SparseMatrix.BlockColumns * Width);
        }
    }

    // A compiler that has inlined as much as it will would leave this one to be compiled without optimisation first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void One(ref float values, ref byte columns, nuint length, nuint step, ushort row, ref float x, ref float y)
    {
        TTile sum = default;
        sum.Load(ref y, row * Width);
        for (nuint i = 0, end = length * step; i < end; i += step)
            sum.MultiplyAdd(TLane.All(ref values, i), ref Unsafe.Add(ref x, Unsafe.Add(ref columns, i) * Width));
        sum.Store(ref y, row * Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(ref float values, ref byte columns, nuint length, ref ushort rows, ref float x, ref float y)
    {
        nuint row0 = rows * Width, row1 = Unsafe.Add(ref rows, 1) * Width;
        TTile sum0 = default, sum1 = default;
        sum0.Load(ref y, row0);
        sum1.Load(ref y, row1);
        for (nuint i = 0, end = length * Strip; i < end; i += Strip)
        {
            sum0.MultiplyAdd(TLane.All(ref values, i), ref Unsafe.Add(ref x, Unsafe.Add(ref columns, i) * Width));
            sum1.MultiplyAdd(TLane.All(ref values, i + 1), ref Unsafe.Add(ref x, Unsafe.Add(ref columns, i + 1) * Width));
        }
        sum0.Store(ref y, row0);
        sum1.Store(ref y, row1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(ref float values, ref byte columns, nuint length, ref ushort rows, ref float x, ref float y)
    {
        nuint row0 = rows * Width, row1 = Unsafe.Add(ref rows, 1) * Width;
        nuint row2 = Unsafe.Add(ref rows, 2) * Width, row3 = Unsafe.Add(ref rows, 3) * Width;
        TTile sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        sum0.Load(ref y, row0);
        sum1.Load(ref y, row1);
        sum2.Load(ref y, row2);
        sum3.Load(ref y, row3);
        for (nuint i = 0, end = length * Strip; i < end; i += Strip)
        {
            TLane weights = TLane.LoadFour(ref Unsafe.Add(ref values, i));
            uint four = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref columns, i));
            sum0.MultiplyAdd(TLane.Spread(weights, 0), ref Unsafe.Add(ref x, Column(four, 0) * Width));
            sum1.MultiplyAdd(TLane.Spread(weights, 1), ref Unsafe.Add(ref x, Column(four, 1) * Width));
            sum2.MultiplyAdd(TLane.Spread(weights, 2), ref Unsafe.Add(ref x, Column(four, 2) * Width));
            sum3.MultiplyAdd(TLane.Spread(weights, 3), ref Unsafe.Add(ref x, Column(four, 3) * Width));
        }
        sum0.Store(ref y, row0);
        sum1.Store(ref y, row1);
        sum2.Store(ref y, row2);
        sum3.Store(ref y, row3);
    }

    // Of four bytes that were read as one number, the one that was at a place in memory. Files are mapped on little-endian processors alone.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Column(uint four, int place) => (byte)(four >> (8 * place));
}
