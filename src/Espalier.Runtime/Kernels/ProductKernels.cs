using Espalier.Kernels.Lanes;
using Espalier.Kernels.Matrices;

namespace Espalier.Kernels;

/// <summary>Checks lengths, and leaves the choice of tiles for a width to each kind of registers.</summary>
/// <typeparam name="TLane">A full register.</typeparam>
internal abstract class ProductKernels<TLane> : VectorKernels<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <inheritdoc/>
    public sealed override void AddSparse(SparseMatrix matrix, int band, int block, ReadOnlySpan<float> weights, Span<float> x, Span<float> y, int width, bool isNew)
    {
        Require((uint)band < (uint)matrix.Bands && (uint)block < (uint)matrix.Lists.Blocks, nameof(block));
        int columns = Math.Min(PackedMatrix.BlockColumns, matrix.Columns - (block * PackedMatrix.BlockColumns));
        Require(width > 0 && width <= WidestPanel && width % TLane.Count == 0, nameof(width));
        Require(weights.Length == matrix.Lists.NumbersOf(band, block), nameof(weights));
        Require(x.Length == columns * width && y.Length == (long)matrix.RowsOf(band).Count * width, nameof(y));
        AddSparse(matrix, matrix.Lists.Part(band, block), ref Start(weights), ref Start(x), ref Start(y), width, isNew);
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
    private protected abstract void AddSparse(SparseMatrix matrix, SparseBlock part, ref float weights, ref float x, ref float y, int width, bool isNew);

    /// <summary>Adds a dense product with the tiles of a width.</summary>
    private protected abstract void AddDense(
        ref float a, nuint aRow, nuint aStep, int rows, int steps, ref float x, nuint xRow, ref float y, nuint yRow, nuint width);
}
