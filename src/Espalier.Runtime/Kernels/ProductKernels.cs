using System.Runtime.CompilerServices;
using Espalier.Kernels.Lanes;
using Espalier.Kernels.Matrices;

namespace Espalier.Kernels;

/// <summary>Checks lengths, cuts dense products into blocks, and leaves the choice of tiles for a width to each kind of registers.</summary>
/// <typeparam name="TLane">A full register.</typeparam>
internal abstract class ProductKernels<TLane> : VectorKernels<TLane>
    where TLane : struct, ILane<TLane>
{
    // Columns of a dense matrix that are taken at once: that many rows of x, of 64 numbers each, stay in the first-level cache.
    private const int BlockColumns = 128;

    /// <inheritdoc/>
    public sealed override void AddSparse(SparseMatrix matrix, int band, Span<float> x, Span<float> y, int width)
    {
        RequirePanels(matrix, band, x, y, width);
        AddSparse(matrix, band, ref Start(x), ref Start(y), width);
    }

    /// <inheritdoc/>
    public sealed override void AddDense(DenseMatrix matrix, int band, Span<float> x, Span<float> y, int width)
    {
        RequirePanels(matrix, band, x, y, width);
        (int first, int count) = matrix.RowsOf(band);
        for (int block = 0; block < matrix.Columns; block += BlockColumns)
        {
            int steps = Math.Min(BlockColumns, matrix.Columns - block);
            for (int row = 0; row < count; row += DenseMatrix.StripRows)
            {
                int rows = Math.Min(DenseMatrix.StripRows, count - row);
                ref float strip = ref Unsafe.Add(ref Start(matrix.Strip(first + row)), block * rows);
                AddDense(
                    ref strip, 1, (nuint)rows, rows, steps, ref Start(x[(block * width)..]), (nuint)width, ref Start(y[(row * width)..]), (nuint)width, (nuint)width);
            }
        }
    }

    /// <inheritdoc/>
    public sealed override void AddNarrow(NarrowMatrix matrix, int band, Span<float> x, Span<float> y, int width)
    {
        RequirePanels(matrix, band, x, y, width);
        (int first, int count) = matrix.RowsOf(band);
        Span<float> wide = stackalloc float[DenseMatrix.StripRows * BlockColumns];
        for (int block = 0; block < matrix.Columns; block += BlockColumns)
        {
            int steps = Math.Min(BlockColumns, matrix.Columns - block);
            for (int row = 0; row < count; row += DenseMatrix.StripRows)
            {
                int rows = Math.Min(DenseMatrix.StripRows, count - row);
                matrix.Widen(first + row, rows, block, steps, wide, BlockColumns);
                AddDense(
                    ref Start(wide), BlockColumns, 1, rows, steps, ref Start(x[(block * width)..]), (nuint)width, ref Start(y[(row * width)..]), (nuint)width, (nuint)width);
            }
        }
    }

    /// <inheritdoc/>
    public sealed override void AddProduct(ReadOnlySpan<float> a, int aRow, int aStep, ReadOnlySpan<float> x, Span<float> y, int width)
    {
        int steps = Rows(x.Length, width), rows = Rows(y.Length, width);
        Require(aRow > 0 && aStep > 0 && a.Length > ((rows - 1L) * aRow) + ((steps - 1L) * aStep), nameof(a));
        Require(width <= WidestPanel, nameof(width));
        AddDense(ref Start(a), (nuint)aRow, (nuint)aStep, rows, steps, ref Start(x), (nuint)width, ref Start(y), (nuint)width, (nuint)width);
    }

    /// <summary>Adds a sparse product with the tile of a width.</summary>
    private protected abstract void AddSparse(SparseMatrix matrix, int band, ref float x, ref float y, int width);

    /// <summary>Adds a dense product with the tiles of a width.</summary>
    private protected abstract void AddDense(
        ref float a, nuint aRow, nuint aStep, int rows, int steps, ref float x, nuint xRow, ref float y, nuint yRow, nuint width);

    private void RequirePanels(PackedMatrix matrix, int band, Span<float> x, Span<float> y, int width)
    {
        Require(width > 0 && width <= WidestPanel && width % Granule == 0, nameof(width));
        Require(x.Length == (long)matrix.Columns * width && y.Length == (long)matrix.RowsOf(band).Count * width, nameof(y));
    }
}
