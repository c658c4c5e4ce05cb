using Espalier.Sparsity;
using Espalier.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Pruning;

/// <summary>
/// One-shot magnitude pruning, OMP (Si et al. 2023, section 3.2): the k weights of lowest magnitude are pruned, in each matrix or, with a
/// global allocation, over all of them. k is exact: equal magnitudes are pruned in the order of their index.
/// </summary>
public static class MagnitudePruner
{
    /// <summary>Finds the masks; the model is not changed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="allocation">The sparsities, for the matrices of <see cref="PrunableMatrices.Describe(VqaBackbone)"/>.</param>
    public static MaskSet Prune(VqaBackbone model, Allocation allocation)
    {
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyList<WeightMatrix> matrices = PrunableMatrices.Of(model, allocation);
        return PrunableMatrices.Masks(matrices, RankedMatrices.Select(allocation, null, PrunableMatrices.HostWeights(matrices)));
    }
}
