using Espalier.Numerics;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Training;

/// <summary>One step of training: forward, loss, backward, update.</summary>
public sealed class TrainingStep : IDisposable
{
    private readonly VqaBackbone _model;
    private readonly Objective _objective;
    private readonly StepOptions _options;
    private readonly Distillation? _distillation;
    private readonly BatchHalves _halves;
    private readonly CollectionPause _pause;

    /// <summary>Prepares the optimizer.</summary>
    /// <param name="objective">The loss; its own parameters are trained unless they need no gradient.</param>
    /// <param name="parameterization">What is trained of the model.</param>
    /// <param name="options">Rates and constants.</param>
    /// <param name="distillation">What is added to the objective's loss; null for nothing.</param>
    /// <exception cref="ArgumentException">Distillation, which is a mean over the states of the whole batch, with parts of it.</exception>
    public TrainingStep(Objective objective, Parameterization parameterization, StepOptions options, Distillation? distillation = null)
    {
        if (distillation is not null && options.MicroBatch is not null) throw new ArgumentException("Distillation needs the whole batch at once.", nameof(options));
        (_model, _objective, _options, _distillation) = (parameterization.Model, objective, options, distillation);
        _halves = new BatchHalves(_model);
        IEnumerable<TrainedTensor> own = objective.named_parameters().Where(p => p.parameter.requires_grad)
            .Select(p => new TrainedTensor { Name = $"objective.{p.name}", Value = p.parameter, Leaf = p.parameter });
        Optimizer = AdamW.Create([.. parameterization.Tensors, .. own], options.AdamW);
        Optimizer.Publish();
        _pause = new CollectionPause();
    }

    /// <summary>The optimizer, whose <see cref="AdamW.Steps"/> is also the number of steps done.</summary>
    public AdamW Optimizer { get; }

    /// <summary>Runs the next step.</summary>
    /// <param name="batch">The batch with targets.</param>
    /// <exception cref="TrainingException">The loss or the gradient is not a finite number; nothing was changed.</exception>
    public StepOutcome Run(TensorBatch batch)
    {
        _pause.Renew();
        using DisposeScope scope = NewDisposeScope();
        long step = Optimizer.Steps;
        _model.train(_options.Dropout);
        double value = Parts(batch).Sum(part => Backward(part.Batch, part.Seed, part.Share));
        double factor = _options.Schedule.Factor(step);
        double rate = _options.LearningRate * factor;
        double norm = Optimizer.Update(rate, (_options.MaskLearningRate ?? _options.LearningRate) * factor);
        if (!double.IsFinite(norm)) throw Diverged(step, "gradient norm", norm);
        return new StepOutcome(value, norm, rate);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pause.Dispose();
        _halves.Dispose();
        Optimizer.Dispose();
    }

    /// <summary>What goes through the model at once, with the seed of its dropout and its share of the loss.</summary>
    private IEnumerable<(TensorBatch Batch, ulong Seed, double Share)> Parts(TensorBatch batch)
    {
        long rows = batch.TokenIds.shape[0];
        if (_options.MicroBatch is not { } size || size >= rows)
        {
            yield return (batch, _options.Seed, 1);
            yield break;
        }
        double count = _objective.CountOf(batch);
        for (long start = 0; start < rows; start += size)
        {
            using DisposeScope scope = NewDisposeScope();
            TensorBatch part = batch.Rows(start, Math.Min(size, rows - start));
            yield return (part, SplitMix.Hash(_options.Seed, (ulong)start), count > 0 ? _objective.CountOf(part) / count : 0);
        }
    }

    /// <summary>Adds the gradients of a part of the batch to those that the leaves have.</summary>
    /// <returns>What the part adds to the loss of the batch.</returns>
    private double Backward(TensorBatch part, ulong seed, double share)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] states = _halves.Forward(part, seed, Optimizer.Steps, Encode);
        Tensor loss = _objective.Loss(new ModelOutput(_model.Answer(states[0]), states[0], states[1]), part);
        if (_distillation is not null) loss += _distillation.Loss(states[2], states[3]);
        if (share != 1) loss *= share;
        double value = loss.ToSingle();
        if (!double.IsFinite(value)) throw Diverged(Optimizer.Steps, "loss", value);
        // Where layers are computed once more, their gradients go on through what distillation's go through already.
        autograd.backward([loss], retain_graph: _model.Recomputation.Enabled);
        _halves.Backward();
        return value;
    }

    private Tensor[] Encode(TensorBatch batch)
    {
        if (_distillation is not null)
        {
            (Encoding taught, Tensor distances, Tensor counts) = _distillation.Encode(_model, batch);
            return [taught.Pooled, taught.QuestionState, distances, counts];
        }
        Encoding encoding = _model.Encode(batch);
        return [encoding.Pooled, encoding.QuestionState];
    }

    // What earlier parts of the batch left is not to be added to another step.
    private TrainingException Diverged(long step, string what, double value)
    {
        Optimizer.ForgetGradients();
        return new($"The {what} of step {step + 1} is {value}. A lower learning rate, a longer warm-up or fp32 may help.");
    }
}
