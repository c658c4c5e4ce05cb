using Espalier.Kernels.Lanes;
using Espalier.Kernels.Matrices;
using Espalier.Kernels.Tiles;

namespace Espalier.Kernels;

/// <summary>Kernels for panels of up to four lanes of 16 numbers, the last of which may be a half.</summary>
internal sealed class Kernels512 : ProductKernels<Lane512, Lane256>
{
    /// <inheritdoc/>
    public override string Name => "AVX-512";

    /// <inheritdoc/>
    public override int WidestPanel => 64;

    private protected override void AddSparse(SparseMatrix matrix, int band, ref float x, ref float y, int width)
    {
        switch (width)
        {
            case 8: SparseKernel<Tile1<Lane256>>.Add(matrix, band, ref x, ref y); break;
            case 16: SparseKernel<Tile1<Lane512>>.Add(matrix, band, ref x, ref y); break;
            case 24: SparseKernel<Tile1Half<Lane512, Lane256>>.Add(matrix, band, ref x, ref y); break;
            case 32: SparseKernel<Tile2<Lane512>>.Add(matrix, band, ref x, ref y); break;
            case 40: SparseKernel<Tile2Half<Lane512, Lane256>>.Add(matrix, band, ref x, ref y); break;
            case 48: SparseKernel<Tile3<Lane512>>.Add(matrix, band, ref x, ref y); break;
            case 56: SparseKernel<Tile3Half<Lane512, Lane256>>.Add(matrix, band, ref x, ref y); break;
            default: SparseKernel<Tile4<Lane512>>.Add(matrix, band, ref x, ref y); break;
        }
    }

    // Six rows of four lanes, those of x and a weight fill 29 of 32 registers.
    private protected override void AddDense(
        ref float a, nuint aRow, nuint aStep, int rows, int steps, ref float x, nuint xRow, ref float y, nuint yRow, nuint width)
    {
        switch (width)
        {
            case 8: DenseKernel<Tile1<Lane256>>.Add(ref a, aRow, aStep, rows, steps, ref x, xRow, ref y, yRow); break;
            case 16: DenseKernel<Tile1<Lane512>>.Add(ref a, aRow, aStep, rows, steps, ref x, xRow, ref y, yRow); break;
            case 24: DenseKernel<Tile1Half<Lane512, Lane256>>.Add(ref a, aRow, aStep, rows, steps, ref x, xRow, ref y, yRow); break;
            case 32: DenseKernel<Tile2<Lane512>>.Add(ref a, aRow, aStep, rows, steps, ref x, xRow, ref y, yRow); break;
            case 40: DenseKernel<Tile2Half<Lane512, Lane256>>.Add(ref a, aRow, aStep, rows, steps, ref x, xRow, ref y, yRow); break;
            case 48: DenseKernel<Tile3<Lane512>>.Add(ref a, aRow, aStep, rows, steps, ref x, xRow, ref y, yRow); break;
            case 56: DenseKernel<Tile3Half<Lane512, Lane256>>.Add(ref a, aRow, aStep, rows, steps, ref x, xRow, ref y, yRow); break;
            default: DenseKernel<Tile4<Lane512>>.Add(ref a, aRow, aStep, rows, steps, ref x, xRow, ref y, yRow); break;
        }
    }
}
