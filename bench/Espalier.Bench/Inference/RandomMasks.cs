using Espalier.Numerics;
using Espalier.Sparsity;
using Espalier.Training.Models;

namespace Espalier.Bench.Inference;

/// <summary>Masks that keep random weights of every prunable matrix; where they are is nothing to a kernel.</summary>
internal static class RandomMasks
{
    public static MaskSet Of(VqaBackbone model, double sparsity) =>
        new(model.Matrices.Where(matrix => matrix.Modality is not null).Select((matrix, i) => Mask(matrix, sparsity, (ulong)i)));

    private static MatrixMask Mask(WeightMatrix matrix, double sparsity, ulong seed)
    {
        float[] kept = new float[matrix.Weight.numel()];
        RandomSelection.SelectZeros(ZeroCount.Of(kept.Length, sparsity), new SplitMix(seed), kept);
        return new MatrixMask(matrix.Name, matrix.Weight.shape, BitMask.FromFloats(kept));
    }
}
