using System.Runtime.InteropServices;
using Espalier.Sparsity;
using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Pruning;

/// <summary>The prunable matrices of a model: those with a modality.</summary>
public static class PrunableMatrices
{
    /// <summary>The matrices in the order of the state dict.</summary>
    public static IReadOnlyList<WeightMatrix> Of(VqaBackbone model) => [.. model.Matrices.Where(matrix => matrix.Modality is not null)];

    /// <summary>The same as an allocation sees them; groups are "language", "vision", "cross" and "pooler".</summary>
    public static IReadOnlyList<PrunableMatrix> Describe(VqaBackbone model) => [.. Of(model).Select(Describe)];

    /// <summary>Achieved sparsities by matrix, modality and in all; without masks all are 0.</summary>
    /// <param name="model">The model.</param>
    /// <param name="masks">Its masks; a prunable matrix without one counts as dense.</param>
    public static SparsityReport Report(VqaBackbone model, MaskSet? masks) => SparsityReport.Of(
        Describe(model).Select(matrix => (matrix, (long)(masks?.Masks.GetValueOrDefault(matrix.Name)?.Bits.Zeros ?? 0))));

    /// <summary>The matrices that an allocation is for.</summary>
    /// <exception cref="ArgumentException">It is for others than those of the model.</exception>
    internal static IReadOnlyList<WeightMatrix> Of(VqaBackbone model, Allocation allocation)
    {
        if (!Describe(model).SequenceEqual(allocation.Targets.Select(target => target.Matrix)))
            throw new ArgumentException("The allocation is not for the prunable matrices of this model.", nameof(allocation));
        return Of(model);
    }

    /// <summary>Zeros and ones as masks.</summary>
    internal static MaskSet Masks(IReadOnlyList<WeightMatrix> matrices, float[][] masks) =>
        new(matrices.Zip(masks, (matrix, mask) => new MatrixMask(matrix.Name, matrix.Weight.shape, BitMask.FromFloats(mask))));

    internal static PrunableMatrix Describe(WeightMatrix matrix) =>
        new(matrix.Name, matrix.Modality!.Value.ToString().ToLowerInvariant(), matrix.Weight.numel());

    /// <summary>The numbers of an fp32 tensor in this process's memory.</summary>
    internal static Span<float> Floats(this Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>The weights, copied to this process's memory if they are elsewhere.</summary>
    internal static Tensor[] HostWeights(IReadOnlyList<WeightMatrix> matrices) => [.. matrices.Select(matrix => matrix.Weight.detach().cpu())];
}
