using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Training;
using Espalier.Training.Training.Optimization;
using static TorchSharp.torch;

namespace Espalier.Training.Pruning;

/// <summary>Every weight of every prunable matrix for itself.</summary>
internal sealed class SingleWeights(VqaBackbone model) : MaskUnits
{
    private readonly IReadOnlyList<WeightMatrix> _matrices = PrunableMatrices.Of(model);

    public override Tensor[] HostMagnitudes() => [.. _matrices.Select(matrix => matrix.Weight.detach().cpu())];

    public override TrainedTensor[] CreateScores(float threshold)
    {
        EffectiveWeights.Clear(model);
        return [.. _matrices.Select(matrix => new TrainedTensor
        {
            Name = matrix.Name + "_mask",
            Value = zeros_like(matrix.Weight, requires_grad: false).DetachFromDisposeScope(),
            Leaf = EffectiveWeights.CreateLeaf(model, matrix),
            Factor = matrix.Weight,
            Publication = Publication.Threshold,
            Threshold = threshold,
            IsMask = true,
        })];
    }

    public override MaskSet Expand(IEnumerable<BitMask> kept) => new(_matrices.Zip(kept, (matrix, bits) => new MatrixMask(matrix.Name, matrix.Weight.shape, bits)));
}
