using System.Runtime.CompilerServices;
using Espalier.Kernels.Lanes;
using Espalier.Kernels.Matrices;
using Espalier.Kernels.Tiles;

namespace Espalier.Kernels;

/// <summary>
/// Kernels for panels of up to four lanes of 16 numbers. Widths that are no multiple of 16 are taken in lanes of 8: where rows begin in the middle of a
/// cache line, wider ones would read two lines each time.
/// </summary>
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
            case 24: SparseKernel<Tile3<Lane256>>.Add(matrix, band, ref x, ref y); break;
            case 32: SparseKernel<Tile2<Lane512>>.Add(matrix, band, ref x, ref y); break;
            case 40: SparseKernel<Tile5<Lane256>>.Add(matrix, band, ref x, ref y); break;
            case 48: SparseKernel<Tile3<Lane512>>.Add(matrix, band, ref x, ref y); break;
            case 56: SparseKernel<Tile7<Lane256>>.Add(matrix, band, ref x, ref y); break;
            default: SparseKernel<Tile4<Lane512>>.Add(matrix, band, ref x, ref y); break;
        }
    }

    // Six rows of four lanes, those of x and a weight fill 29 of 32 registers. A row of x serves six times: where it lies matters less.
    private protected override void AddDense(
        ref float a, nuint aRow, nuint aStep, int rows, int steps, ref float x, nuint xRow, ref float y, nuint yRow, nuint width)
    {
        nuint whole = width / 16 * 16;
        switch (whole)
        {
            case 0: break;
            case 16 when width == 24: DenseKernel<Tile3<Lane256>>.Add(ref a, aRow, aStep, rows, steps, ref x, xRow, ref y, yRow); return;
            case 16: DenseKernel<Tile1<Lane512>>.Add(ref a, aRow, aStep, rows, steps, ref x, xRow, ref y, yRow); break;
            case 32: DenseKernel<Tile2<Lane512>>.Add(ref a, aRow, aStep, rows, steps, ref x, xRow, ref y, yRow); break;
            case 48: DenseKernel<Tile3<Lane512>>.Add(ref a, aRow, aStep, rows, steps, ref x, xRow, ref y, yRow); break;
            default: DenseKernel<Tile4<Lane512>>.Add(ref a, aRow, aStep, rows, steps, ref x, xRow, ref y, yRow); break;
        }
        if (whole < width)
            DenseKernel<Tile1<Lane256>>.Add(ref a, aRow, aStep, rows, steps, ref Unsafe.Add(ref x, whole), xRow, ref Unsafe.Add(ref y, whole), yRow);
    }
}
