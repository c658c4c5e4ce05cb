using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Training.Optimization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Training;

/// <summary>
/// Trains all weights: stage 1, or with masks stage 3, where pruned weights are set to 0 and get no gradient, so that they stay 0
/// (Si et al. 2023, section 3.1).
/// </summary>
public sealed class WeightTraining : Parameterization
{
    private readonly List<TrainedTensor> _tensors = [];

    /// <summary>Prepares a model; with masks its pruned weights become 0.</summary>
    /// <param name="model">The model, its compute type already set.</param>
    /// <param name="masks">Masks by the names of weights, for stage 3.</param>
    /// <exception cref="ArgumentException">A mask is for no matrix of the model, or has another shape.</exception>
    public WeightTraining(VqaBackbone model, MaskSet? masks = null) : base(model)
    {
        EffectiveWeights.Require(model, masks);
        EffectiveWeights.Clear(model);
        Masks = masks;
        List<(string, Tensor)> factors = [];
        Dictionary<string, WeightMatrix> matrices = model.Matrices.ToDictionary(matrix => matrix.Name);
        foreach ((string name, Parameter parameter) in model.named_parameters())
        {
            parameter.requires_grad = true;
            Tensor? factor = masks?.Masks.GetValueOrDefault(name) is { } mask ? Prune(parameter, mask) : null;
            if (factor is not null) factors.Add((name, factor));
            bool cast = matrices.TryGetValue(name, out WeightMatrix? matrix) && EffectiveWeights.ComputeType(model, matrix) != ScalarType.Float32;
            _tensors.Add(new TrainedTensor
            {
                Name = name,
                Value = parameter,
                Leaf = cast ? EffectiveWeights.CreateLeaf(model, matrix!) : parameter,
                Factor = factor,
                Publication = cast ? Publication.Copy : Publication.None,
            });
        }
        FrozenHash = masks is null ? null : WeightHash.Of(factors);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TrainedTensor> Tensors => _tensors;

    /// <inheritdoc/>
    public override MaskSet? Masks { get; }

    /// <inheritdoc/>
    public override string Description => Masks is null ? "all weights" : "kept weights";

    /// <summary>Identifies the masks.</summary>
    public override string? FrozenHash { get; }

    /// <summary>The masks.</summary>
    private protected override IEnumerable<Tensor> Own => _tensors.Select(tensor => tensor.Factor).OfType<Tensor>();

    private static Tensor Prune(Parameter weight, MatrixMask mask)
    {
        using IDisposable frozen = no_grad();
        Tensor factor = EffectiveWeights.AsTensor(mask, weight.device).DetachFromDisposeScope();
        weight.mul_(factor);
        return factor;
    }
}
