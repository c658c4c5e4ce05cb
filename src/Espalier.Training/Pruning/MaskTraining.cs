using System.Globalization;
using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Training;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Pruning;

/// <summary>
/// Stage 2: learns a real-valued mask for each prunable matrix, and goes on training the answer head, while all other weights are frozen
/// (Si et al. 2023, section 3.2).
/// <code>
/// forward   W_eff = W where score > phi, else 0
/// backward  dL/dscore = dL/dW_eff W                 (identity straight-through)
/// refresh   phi = the k-th smallest score, k = floor(n s)
/// </code>
/// Between refreshes phi stays while scores move, and the sparsity drifts; each refresh makes it exact again. A score may also stand for a whole structure
/// (<see cref="Structure"/>); n then counts structures, and the gradient is the sum over the weights.
/// </summary>
public sealed class MaskTraining : Parameterization
{
    private readonly MaskTrainingOptions _options;
    private readonly Allocation _allocation;
    private readonly MaskUnits _units;
    private readonly TrainedTensor[] _scores;
    private readonly IReadOnlyList<(string Name, Tensor Weight)> _frozen;

    /// <summary>Freezes a model and starts its masks.</summary>
    /// <param name="model">The model, its compute type already set.</param>
    /// <param name="allocation">The sparsities, for the matrices of <see cref="PrunableMatrices.Describe(VqaBackbone, Structure)"/>.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentException">The allocation is for other matrices.</exception>
    public MaskTraining(VqaBackbone model, Allocation allocation, MaskTrainingOptions? options = null) : base(model)
    {
        _options = options ?? new MaskTrainingOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.RefreshEvery, 1, nameof(options));
        _allocation = allocation;
        _units = MaskUnits.Of(model, allocation, _options.Structure);

        List<TrainedTensor> head = [];
        List<(string, Tensor)> frozen = [];
        foreach ((string name, Parameter parameter) in model.named_parameters())
        {
            parameter.requires_grad = name.StartsWith(model.HeadPrefix, StringComparison.Ordinal);
            if (parameter.requires_grad) head.Add(new TrainedTensor { Name = name, Value = parameter, Leaf = parameter });
            else frozen.Add((name, parameter));
        }

        _frozen = frozen;
        _scores = _units.CreateScores(_options.Threshold);
        Tensors = [.. _scores, .. head];
        FrozenHash = WeightHash.Of(_frozen);
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"masks {_options}, head {model.HeadPrefix}, {(allocation.IsGlobal ? "global" : "local")} sparsities {string.Join(' ', Runs(allocation))}");
        Start();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TrainedTensor> Tensors { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override string FrozenHash { get; }

    /// <inheritdoc/>
    public override MaskSet Masks => _units.Expand(_scores.Select(Bits));

    /// <summary>The scores, and the masks of structures, which the model does not hold.</summary>
    private protected override IEnumerable<Tensor> Own =>
        _scores.SelectMany(score => score.Structures is null ? [score.Value] : new[] { score.Value, score.Leaf, score.Factor! });

    /// <summary>The fraction of zeros over all prunable weights, or of pruned structures over all of them, as they are now.</summary>
    public double Sparsity => OnHost(_scores, scores => (double)_scores.Zip(scores, (score, values) => ThresholdRefresh.CountPruned(values.Floats(), score.Threshold)).Sum()
        / _allocation.Targets.Sum(target => target.Matrix.Count));

    /// <inheritdoc/>
    public override SparsityDrift? BeginStep(long step, double epoch) =>
        step > 0 && step % _options.RefreshEvery == 0 ? Refresh(step, epoch) : null;

    /// <inheritdoc/>
    public override SparsityDrift? BeginEvaluation(long step, double epoch) => Refresh(step, epoch);

    /// <summary>Checks that every frozen weight is bit for bit what it was.</summary>
    /// <exception cref="TrainingException">One is not.</exception>
    public override void Verify()
    {
        if (WeightHash.Of(_frozen) != FrozenHash) throw new TrainingException("A frozen weight changed during mask training.");
    }

    // Before the first step the masks are exact already, but thresholds lie between kept and pruned scores rather than at the edge of the latter.
    private SparsityDrift? Refresh(long step, double epoch)
    {
        if (step == 0) return null;
        double found = Sparsity;
        Cut(epoch);
        return new SparsityDrift(found, Sparsity);
    }

    /// <summary>The sparsities of matrices in their order, each with how many in turn have it.</summary>
    private static IEnumerable<string> Runs(Allocation allocation)
    {
        IReadOnlyList<MatrixTarget> targets = allocation.Targets;
        for (int start = 0, end; start < targets.Count; start = end)
        {
            end = start + targets.Skip(start).TakeWhile(target => target.Sparsity == targets[start].Sparsity).Count();
            yield return string.Create(CultureInfo.InvariantCulture, $"{end - start} x {targets[start].Sparsity}");
        }
    }

    private void Start()
    {
        bool exact = false;
        OnHost(_scores, scores => exact = MaskStart.Fill(_options, At(0), scores, _units.HostMagnitudes()));
        if (!exact) Cut(0);
    }

    private Allocation At(double epoch) => _options.Schedule is { } schedule ? _allocation.At(schedule.At(epoch)) : _allocation;

    private void Cut(double epoch) => OnHost(_scores, scores =>
    {
        if (_options.Ties == TieRule.Reference) ThresholdRefresh.Reference(At(epoch), _scores, scores);
        else ThresholdRefresh.Exact(At(epoch), _scores, scores, _units.HostMagnitudes());
        return 0;
    });

    /// <summary>Works on scores in this process's memory, and copies them back if they live elsewhere.</summary>
    private static T OnHost<T>(TrainedTensor[] scores, Func<Tensor[], T> work)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        Tensor[] host = [.. scores.Select(score => score.Value.device_type == DeviceType.CPU ? score.Value.alias() : score.Value.cpu())];
        T result = work(host);
        foreach ((TrainedTensor score, Tensor values) in scores.Zip(host))
        {
            if (score.Value.device_type != DeviceType.CPU) score.Value.copy_(values);
        }
        return result;
    }

    private static BitMask Bits(TrainedTensor score) => OnHost([score], host =>
    {
        ReadOnlySpan<float> values = host[0].Floats();
        BitMask bits = new(values.Length);
        for (int i = 0; i < values.Length; i++) bits[i] = values[i] > score.Threshold;
        return bits;
    });
}
