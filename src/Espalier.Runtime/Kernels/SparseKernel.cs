using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Espalier.Kernels.Matrices;
using Espalier.Kernels.Tiles;

namespace Espalier.Kernels;

/// <summary>
/// Multiplies without the zeros: each kept weight is spread over a register and multiplied with the row of the panel that its column names. One, two
/// or four rows of the matrix go in step, each adding up in registers of its own.
/// </summary>
/// <typeparam name="TTile">A row of the panel.</typeparam>
internal static class SparseKernel<TTile>
    where TTile : struct, ITile<TTile>
{
    private static nuint Width => (nuint)TTile.Width;

    /// <summary>Adds a band's product with a panel.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="number">The band.</param>
    /// <param name="x">The panel, [columns, width of the tile].</param>
    /// <param name="y">The band's rows of the output, [rows of the band, width of the tile].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(SparseMatrix matrix, int number, ref float x, ref float y)
    {
        SparseBand band = matrix.Band(number);
        ref float values = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(matrix.Values), band.Value);
        ref byte columns = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(matrix.ColumnsInBlock), band.Value);
        ref ushort rows = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(matrix.RowsInBand), band.Listed);
        int group = band.Group, blocks = matrix.Blocks;
        for (int block = 0; block < blocks; block++)
        {
            for (int end = group + matrix.GroupsOfBlock[band.Block + block]; group < end; group++)
            {
                nuint kept = matrix.Groups[group].Kept, left = matrix.Groups[group].Rows;
                if (TTile.RowsTogether >= 4)
                {
                    for (; left >= 4; left -= 4)
                    {
                        Prefetch.Behind(ref values, 4 * kept);
                        Prefetch.Behind(ref columns, 4 * kept);
                        Four(ref values, ref columns, kept, ref rows, ref x, ref y);
                        values = ref Unsafe.Add(ref values, 4 * kept);
                        columns = ref Unsafe.Add(ref columns, 4 * kept);
                        rows = ref Unsafe.Add(ref rows, 4);
                    }
                }
                if (TTile.RowsTogether >= 2)
                {
                    for (; left >= 2; left -= 2)
                    {
                        Prefetch.Behind(ref values, 2 * kept);
                        Prefetch.Behind(ref columns, 2 * kept);
                        Two(ref values, ref columns, kept, ref rows, ref x, ref y);
                        values = ref Unsafe.Add(ref values, 2 * kept);
                        columns = ref Unsafe.Add(ref columns, 2 * kept);
                        rows = ref Unsafe.Add(ref rows, 2);
                    }
                }
                for (; left > 0; left--)
                {
                    Prefetch.Behind(ref values, kept);
                    Prefetch.Behind(ref columns, kept);
                    One(ref values, ref columns, kept, rows, ref x, ref y);
                    values = ref Unsafe.Add(ref values, kept);
                    columns = ref Unsafe.Add(ref columns, kept);
                    rows = ref Unsafe.Add(ref rows, 1);
                }
            }
            x = ref Unsafe.Add(ref x, SparseMatrix.BlockColumns * Width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One(ref float values, ref byte columns, nuint kept, ushort row, ref float x, ref float y)
    {
        TTile sum = default;
        sum.Load(ref y, row * Width);
        for (nuint i = 0; i < kept; i++) sum.MultiplyAdd(Unsafe.Add(ref values, i), ref x, Unsafe.Add(ref columns, i) * Width);
        sum.Store(ref y, row * Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(ref float values, ref byte columns, nuint kept, ref ushort rows, ref float x, ref float y)
    {
        nuint row0 = rows * Width, row1 = Unsafe.Add(ref rows, 1) * Width;
        TTile sum0 = default, sum1 = default;
        sum0.Load(ref y, row0);
        sum1.Load(ref y, row1);
        for (nuint i = 0, j = kept; i < kept; i++, j++)
        {
            sum0.MultiplyAdd(Unsafe.Add(ref values, i), ref x, Unsafe.Add(ref columns, i) * Width);
            sum1.MultiplyAdd(Unsafe.Add(ref values, j), ref x, Unsafe.Add(ref columns, j) * Width);
        }
        sum0.Store(ref y, row0);
        sum1.Store(ref y, row1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(ref float values, ref byte columns, nuint kept, ref ushort rows, ref float x, ref float y)
    {
        nuint row0 = rows * Width, row1 = Unsafe.Add(ref rows, 1) * Width;
        nuint row2 = Unsafe.Add(ref rows, 2) * Width, row3 = Unsafe.Add(ref rows, 3) * Width;
        TTile sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        sum0.Load(ref y, row0);
        sum1.Load(ref y, row1);
        sum2.Load(ref y, row2);
        sum3.Load(ref y, row3);
        for (nuint i = 0, j = kept; i < kept; i++, j++)
        {
            nuint k = j + kept, l = k + kept;
            sum0.MultiplyAdd(Unsafe.Add(ref values, i), ref x, Unsafe.Add(ref columns, i) * Width);
            sum1.MultiplyAdd(Unsafe.Add(ref values, j), ref x, Unsafe.Add(ref columns, j) * Width);
            sum2.MultiplyAdd(Unsafe.Add(ref values, k), ref x, Unsafe.Add(ref columns, k) * Width);
            sum3.MultiplyAdd(Unsafe.Add(ref values, l), ref x, Unsafe.Add(ref columns, l) * Width);
        }
        sum0.Store(ref y, row0);
        sum1.Store(ref y, row1);
        sum2.Store(ref y, row2);
        sum3.Store(ref y, row3);
    }
}
