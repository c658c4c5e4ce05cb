using Espalier.Sparsity;
using Espalier.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Pruning;

/// <summary>
/// One-shot magnitude pruning, OMP (Si et al. 2023, section 3.2): the k weights of lowest magnitude are pruned, in each matrix or, with a
/// global allocation, over all of them. k is exact: equal magnitudes are pruned in the order of their index. Whole structures are ranked by the mean magnitude
/// of their weights.
/// </summary>
public static class MagnitudePruner
{
    /// <summary>Finds the masks; the model is not changed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="allocation">The sparsities, for the matrices of <see cref="PrunableMatrices.Describe(VqaBackbone, Structure)"/>.</param>
    /// <param name="structure">What is pruned as a whole.</param>
    public static MaskSet Prune(VqaBackbone model, Allocation allocation, Structure structure = Structure.None)
    {
        using DisposeScope scope = NewDisposeScope();
        MaskUnits units = MaskUnits.Of(model, allocation, structure);
        return units.Expand(RankedMatrices.Select(allocation, null, units.HostMagnitudes()).Select(mask => BitMask.FromFloats(mask)));
    }
}
