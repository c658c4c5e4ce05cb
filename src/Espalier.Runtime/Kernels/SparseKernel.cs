using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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

    /// <summary>Adds the product of a band's part of a block and a panel.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="part">The part.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="x">The block's rows of the panel, [columns of the block, width of the tile].</param>
    /// <param name="y">The band's rows of the output, [rows of the band, width of the tile].</param>
    /// <param name="isNew">Whether to ask for weights and columns ahead.</param>
    // On its own: where it is compiled into those who call it, by what they were seen to do, sums may not stay in registers, which takes several times as long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Add(SparseMatrix matrix, SparseBlock part, ref float weights, ref float x, ref float y, bool isNew)
    {
        ref byte columns = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(matrix.ColumnsInBlock), part.Value);
        ref ushort rows = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(matrix.Lists.RowsInBand), part.Listed);
        ref byte lengths = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(matrix.Lists.Lengths), part.Length);
        for (int i = 0; i < part.Strips; i++)
        {
            nuint length = lengths;
            if (isNew)
            {
                Prefetch.Behind(ref columns, Strip * length);
                Prefetch.Behind(ref weights, Strip * length);
            }
            if (TTile.RowsTogether >= 4)
            {
                Four(ref weights, ref columns, length, ref rows, ref x, ref y);
            }
            else if (TTile.RowsTogether >= 2)
            {
                Two(ref weights, ref columns, length, ref rows, ref x, ref y);
                Two(ref Unsafe.Add(ref weights, 2), ref Unsafe.Add(ref columns, 2), length, ref Unsafe.Add(ref rows, 2), ref x, ref y);
            }
            else
            {
                for (nuint row = 0; row < Strip; row++)
                    One(ref Unsafe.Add(ref weights, row), ref Unsafe.Add(ref columns, row), length, Strip, Unsafe.Add(ref rows, row), ref x, ref y);
            }
            lengths = ref Unsafe.Add(ref lengths, 1);
            columns = ref Unsafe.Add(ref columns, Strip * length);
            weights = ref Unsafe.Add(ref weights, Strip * length);
            rows = ref Unsafe.Add(ref rows, Strip);
        }
        for (int i = 0; i < part.Singles; i++)
        {
            nuint length = lengths;
            One(ref weights, ref columns, length, 1, rows, ref x, ref y);
            lengths = ref Unsafe.Add(ref lengths, 1);
            columns = ref Unsafe.Add(ref columns, length);
            weights = ref Unsafe.Add(ref weights, length);
            rows = ref Unsafe.Add(ref rows, 1);
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
