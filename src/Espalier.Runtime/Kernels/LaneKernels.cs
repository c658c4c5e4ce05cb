using System.Runtime.CompilerServices;
using Espalier.Kernels.Lanes;
using Espalier.Kernels.Matrices;
using Espalier.Kernels.Tiles;

namespace Espalier.Kernels;

/// <summary>Kernels for panels of one to eight whole lanes.</summary>
/// <typeparam name="TLane">The lane.</typeparam>
/// <param name="name">What it is for.</param>
/// <param name="widest">Lanes of the widest panel.</param>
internal sealed class LaneKernels<TLane>(string name, int widest) : ProductKernels<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override int WidestPanel => widest * TLane.Count;

    private protected override void AddSparse(SparseMatrix matrix, SparseBlock part, ref float weights, ref float x, ref float y, int width, bool isNew)
    {
        switch (width / TLane.Count)
        {
            case 1: SparseKernel<Tile1<TLane>, TLane>.Add(matrix, part, ref weights, ref x, ref y, isNew); break;
            case 2: SparseKernel<Tile2<TLane>, TLane>.Add(matrix, part, ref weights, ref x, ref y, isNew); break;
            case 3: SparseKernel<Tile3<TLane>, TLane>.Add(matrix, part, ref weights, ref x, ref y, isNew); break;
            case 4: SparseKernel<Tile4<TLane>, TLane>.Add(matrix, part, ref weights, ref x, ref y, isNew); break;
            case 5: SparseKernel<Tile5<TLane>, TLane>.Add(matrix, part, ref weights, ref x, ref y, isNew); break;
            case 6: SparseKernel<Tile6<TLane>, TLane>.Add(matrix, part, ref weights, ref x, ref y, isNew); break;
            case 7: SparseKernel<Tile7<TLane>, TLane>.Add(matrix, part, ref weights, ref x, ref y, isNew); break;
            default: SparseKernel<Tile8<TLane>, TLane>.Add(matrix, part, ref weights, ref x, ref y, isNew); break;
        }
    }

    // Six rows of four lanes, those of x and a weight fill 29 of 32 registers; of two lanes, sixteen. Wider panels are cut into nearly equal ones.
    private protected override void AddDense(
        ref float a, nuint aRow, nuint aStep, int rows, int steps, ref float x, nuint xRow, ref float y, nuint yRow, nuint width)
    {
        nuint lane = (nuint)TLane.Count, most = TLane.Registers >= 32 ? 4u : 2u;
        for (nuint column = 0, lanes; column < width; column += lanes * lane)
        {
            nuint left = (width - column) / lane, tiles = (left + most - 1) / most;
            lanes = (left + tiles - 1) / tiles;
            ref float from = ref Unsafe.Add(ref x, column), to = ref Unsafe.Add(ref y, column);
            switch (lanes)
            {
                case 1: DenseKernel<Tile1<TLane>, TLane>.Add(ref a, aRow, aStep, rows, steps, ref from, xRow, ref to, yRow); break;
                case 2: DenseKernel<Tile2<TLane>, TLane>.Add(ref a, aRow, aStep, rows, steps, ref from, xRow, ref to, yRow); break;
                case 3: DenseKernel<Tile3<TLane>, TLane>.Add(ref a, aRow, aStep, rows, steps, ref from, xRow, ref to, yRow); break;
                default: DenseKernel<Tile4<TLane>, TLane>.Add(ref a, aRow, aStep, rows, steps, ref from, xRow, ref to, yRow); break;
            }
        }
    }
}
