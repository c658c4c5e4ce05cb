using System.Runtime.CompilerServices;
using Espalier.Kernels.Lanes;
using Espalier.Kernels.Matrices;
using Espalier.Kernels.Tiles;

namespace Espalier.Kernels;

/// <summary>y += a x for a small matrix a, however its numbers lie, and a few columns of x: six rows, or two, or one, add up in registers.</summary>
/// <typeparam name="TTile">A row of those columns.</typeparam>
/// <typeparam name="TLane">Its lane.</typeparam>
internal static class DenseKernel<TTile, TLane>
    where TTile : struct, ITile<TTile, TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>Adds a product.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="aRow">From a row of it to the next.</param>
    /// <param name="aStep">From a column of it to the next.</param>
    /// <param name="rows">Rows of it and of y.</param>
    /// <param name="steps">Columns of it, which are the rows of x.</param>
    /// <param name="x">The first row of x.</param>
    /// <param name="xRow">From a row of x to the next.</param>
    /// <param name="y">The first row of y.</param>
    /// <param name="yRow">From a row of y to the next.</param>
    public static void Add(
        ref float a, nuint aRow, nuint aStep, int rows, int steps, ref float x, nuint xRow, ref float y, nuint yRow)
    {
        if (aRow == 1) AddInterleaved(ref a, aStep, rows, steps, ref x, xRow, ref y, yRow);
        else AddStrided(ref a, aRow, aStep, rows, steps, ref x, xRow, ref y, yRow);
    }

    // Each on its own, as in SparseKernel: of two in one method the compiler keeps the sums of one in memory.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddInterleaved(ref float a, nuint aStep, int rows, int steps, ref float x, nuint xRow, ref float y, nuint yRow) =>
        AddStrips(ref a, 1, aStep, rows, steps, ref x, xRow, ref y, yRow);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddStrided(ref float a, nuint aRow, nuint aStep, int rows, int steps, ref float x, nuint xRow, ref float y, nuint yRow) =>
        AddStrips(ref a, aRow, aStep, rows, steps, ref x, xRow, ref y, yRow);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddStrips(ref float a, nuint aRow, nuint aStep, int rows, int steps, ref float x, nuint xRow, ref float y, nuint yRow)
    {
        for (; rows >= DenseMatrix.StripRows; rows -= DenseMatrix.StripRows)
        {
            Six(ref a, aRow, aStep, steps, ref x, xRow, ref y, yRow);
            a = ref Unsafe.Add(ref a, DenseMatrix.StripRows * aRow);
            y = ref Unsafe.Add(ref y, DenseMatrix.StripRows * yRow);
        }
        for (; rows >= 2; rows -= 2)
        {
            Two(ref a, aRow, aStep, steps, ref x, xRow, ref y, yRow);
            a = ref Unsafe.Add(ref a, 2 * aRow);
            y = ref Unsafe.Add(ref y, 2 * yRow);
        }
        if (rows > 0) One(ref a, aStep, steps, ref x, xRow, ref y);
    }

    private static void One(ref float a, nuint aStep, int steps, ref float x, nuint xRow, ref float y)
    {
        TTile sum = default;
        sum.Load(ref y, 0);
        for (; steps > 0; steps--)
        {
            sum.MultiplyAdd(TLane.All(ref a, 0), ref x);
            a = ref Unsafe.Add(ref a, aStep);
            x = ref Unsafe.Add(ref x, xRow);
        }
        sum.Store(ref y, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(ref float a, nuint aRow, nuint aStep, int steps, ref float x, nuint xRow, ref float y, nuint yRow)
    {
        TTile sum0 = default, sum1 = default, row = default;
        sum0.Load(ref y, 0);
        sum1.Load(ref y, yRow);
        for (; steps > 0; steps--)
        {
            row.Load(ref x, 0);
            sum0.MultiplyAdd(TLane.All(ref a, 0), row);
            sum1.MultiplyAdd(TLane.All(ref a, aRow), row);
            a = ref Unsafe.Add(ref a, aStep);
            x = ref Unsafe.Add(ref x, xRow);
        }
        sum0.Store(ref y, 0);
        sum1.Store(ref y, yRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Six(ref float a, nuint aRow, nuint aStep, int steps, ref float x, nuint xRow, ref float y, nuint yRow)
    {
        TTile sum0 = default, sum1 = default, sum2 = default, sum3 = default, sum4 = default, sum5 = default, row = default;
        sum0.Load(ref y, 0);
        sum1.Load(ref y, yRow);
        sum2.Load(ref y, 2 * yRow);
        sum3.Load(ref y, 3 * yRow);
        sum4.Load(ref y, 4 * yRow);
        sum5.Load(ref y, 5 * yRow);
        for (; steps > 1; steps -= 2)
        {
            Prefetch.Behind(ref a);
            row.Load(ref x, 0);
            sum0.MultiplyAdd(TLane.All(ref a, 0), row);
            sum1.MultiplyAdd(TLane.All(ref a, aRow), row);
            sum2.MultiplyAdd(TLane.All(ref a, 2 * aRow), row);
            sum3.MultiplyAdd(TLane.All(ref a, 3 * aRow), row);
            sum4.MultiplyAdd(TLane.All(ref a, 4 * aRow), row);
            sum5.MultiplyAdd(TLane.All(ref a, 5 * aRow), row);
            row.Load(ref x, xRow);
            sum0.MultiplyAdd(TLane.All(ref a, aStep), row);
            sum1.MultiplyAdd(TLane.All(ref a, aStep + aRow), row);
            sum2.MultiplyAdd(TLane.All(ref a, aStep + (2 * aRow)), row);
            sum3.MultiplyAdd(TLane.All(ref a, aStep + (3 * aRow)), row);
            sum4.MultiplyAdd(TLane.All(ref a, aStep + (4 * aRow)), row);
            sum5.MultiplyAdd(TLane.All(ref a, aStep + (5 * aRow)), row);
            a = ref Unsafe.Add(ref a, 2 * aStep);
            x = ref Unsafe.Add(ref x, 2 * xRow);
        }
        if (steps > 0)
        {
            row.Load(ref x, 0);
            sum0.MultiplyAdd(TLane.All(ref a, 0), row);
            sum1.MultiplyAdd(TLane.All(ref a, aRow), row);
            sum2.MultiplyAdd(TLane.All(ref a, 2 * aRow), row);
            sum3.MultiplyAdd(TLane.All(ref a, 3 * aRow), row);
            sum4.MultiplyAdd(TLane.All(ref a, 4 * aRow), row);
            sum5.MultiplyAdd(TLane.All(ref a, 5 * aRow), row);
        }
        sum0.Store(ref y, 0);
        sum1.Store(ref y, yRow);
        sum2.Store(ref y, 2 * yRow);
        sum3.Store(ref y, 3 * yRow);
        sum4.Store(ref y, 4 * yRow);
        sum5.Store(ref y, 5 * yRow);
    }
}
