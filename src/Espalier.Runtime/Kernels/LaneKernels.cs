using System.Runtime.CompilerServices;
using Espalier.Kernels.Lanes;
using Espalier.Kernels.Matrices;
using Espalier.Kernels.Tiles;

namespace Espalier.Kernels;

/// <summary>Kernels for panels of one to eight whole lanes.</summary>
/// <typeparam name="TLane">The lane.</typeparam>
/// <param name="name">What it is for.</param>
internal sealed class LaneKernels<TLane>(string name) : ProductKernels<TLane, TLane>
    where TLane : struct, ILane<TLane>
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override int WidestPanel => 8 * TLane.Count;

    private protected override void AddSparse(SparseMatrix matrix, int band, ref float x, ref float y, int width)
    {
        switch (width / TLane.Count)
        {
            case 1: SparseKernel<Tile1<TLane>>.Add(matrix, band, ref x, ref y); break;
            case 2: SparseKernel<Tile2<TLane>>.Add(matrix, band, ref x, ref y); break;
            case 3: SparseKernel<Tile3<TLane>>.Add(matrix, band, ref x, ref y); break;
            case 4: SparseKernel<Tile4<TLane>>.Add(matrix, band, ref x, ref y); break;
            case 5: SparseKernel<Tile5<TLane>>.Add(matrix, band, ref x, ref y); break;
            case 6: SparseKernel<Tile6<TLane>>.Add(matrix, band, ref x, ref y); break;
            case 7: SparseKernel<Tile7<TLane>>.Add(matrix, band, ref x, ref y); break;
            default: SparseKernel<Tile8<TLane>>.Add(matrix, band, ref x, ref y); break;
        }
    }

    // Six rows of two lanes, those of x and a weight fill sixteen registers.
    private protected override void AddDense(
        ref float a, nuint aRow, nuint aStep, int rows, int steps, ref float x, nuint xRow, ref float y, nuint yRow, nuint width)
    {
        nuint column = 0, pair = 2 * (nuint)TLane.Count;
        for (; column + pair <= width; column += pair)
            DenseKernel<Tile2<TLane>>.Add(ref a, aRow, aStep, rows, steps, ref Unsafe.Add(ref x, column), xRow, ref Unsafe.Add(ref y, column), yRow);
        if (column < width)
            DenseKernel<Tile1<TLane>>.Add(ref a, aRow, aStep, rows, steps, ref Unsafe.Add(ref x, column), xRow, ref Unsafe.Add(ref y, column), yRow);
    }
}
