using System.Runtime.InteropServices;
using Espalier.Architectures;
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
    public static IReadOnlyList<PrunableMatrix> Describe(VqaBackbone model) => Describe(model, Structure.None);

    /// <summary>What an allocation sees where structures are pruned whole: the heads of each attention, the units of each feed-forward layer, or each matrix.</summary>
    /// <param name="model">The model.</param>
    /// <param name="structure">What is pruned; the counts are those of structures then.</param>
    public static IReadOnlyList<PrunableMatrix> Describe(VqaBackbone model, Structure structure) => structure == Structure.None
        ? [.. Of(model).Select(matrix => new PrunableMatrix(matrix.Name, GroupOf(matrix.Modality!.Value), matrix.Weight.numel()))]
        : [.. UnitBlocks.Of(model, structure).Select(block => new PrunableMatrix(block.Name, GroupOf(block.Modality), block.Units))];

    /// <summary>Achieved sparsities by matrix, modality and in all; without masks all are 0.</summary>
    /// <param name="model">The model.</param>
    /// <param name="masks">Its masks; a prunable matrix without one counts as dense.</param>
    public static SparsityReport Report(VqaBackbone model, MaskSet? masks) => SparsityReport.Of(
        Describe(model).Select(matrix => (matrix, (long)(masks?.Masks.GetValueOrDefault(matrix.Name)?.Bits.Zeros ?? 0))));

    /// <summary>The numbers of an fp32 tensor in this process's memory.</summary>
    internal static Span<float> Floats(this Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private static string GroupOf(Modality modality) => modality.ToString().ToLowerInvariant();
}
