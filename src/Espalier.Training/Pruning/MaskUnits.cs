using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Training.Optimization;
using static TorchSharp.torch;

namespace Espalier.Training.Pruning;

/// <summary>
/// What the numbers of a mask stand for: single weights (<see cref="SingleWeights"/>) or structures that are kept or pruned whole
/// (<see cref="WholeStructures"/>). There is one list of them for each target of an allocation.
/// </summary>
internal abstract class MaskUnits
{
    /// <summary>Those of a model.</summary>
    /// <exception cref="ArgumentException">The allocation is for others than those of the model.</exception>
    public static MaskUnits Of(VqaBackbone model, Allocation allocation, Structure structure)
    {
        if (!PrunableMatrices.Describe(model, structure).SequenceEqual(allocation.Targets.Select(target => target.Matrix)))
            throw new ArgumentException("The allocation is not for the prunable matrices of this model.", nameof(allocation));
        return structure == Structure.None ? new SingleWeights(model) : new WholeStructures(model, structure);
    }

    /// <summary>What magnitude pruning ranks by and what decides between equal scores, in this process's memory.</summary>
    public abstract Tensor[] HostMagnitudes();

    /// <summary>Scores of zero with new leaves in the model, one tensor for each list.</summary>
    /// <param name="threshold">Their first threshold.</param>
    public abstract TrainedTensor[] CreateScores(float threshold);

    /// <summary>Masks with a bit for each weight.</summary>
    /// <param name="kept">A bit for each unit, list by list.</param>
    public abstract MaskSet Expand(IEnumerable<BitMask> kept);
}
