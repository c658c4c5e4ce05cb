using Espalier.Training.Models;
using Espalier.Training.Training;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>The steps that all pre-training has in common, whatever its tasks: a model and the heads put on it learn from shuffled texts.</summary>
internal static class PretrainingLoop
{
    /// <summary>What a step minimises.</summary>
    /// <param name="rows">Which examples.</param>
    /// <param name="step">Counts from 0.</param>
    /// <param name="halves">Runs the model; its backward pass goes on from the loss's.</param>
    /// <returns>The loss, and what is to be done once it and the halves have gone backward.</returns>
    public delegate (Tensor Loss, Action? Afterwards) StepLoss(ReadOnlyMemory<int> rows, long step, BatchHalves halves);

    /// <summary>Runs all steps.</summary>
    /// <param name="model">What is pre-trained, without dropout.</param>
    /// <param name="heads">What the tasks put on it.</param>
    /// <param name="examples">How many there are.</param>
    /// <param name="options">Settings.</param>
    /// <param name="lossOf">The tasks.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="TrainingException">The loss is not a finite number.</exception>
    public static void Run(
        VqaBackbone model, nn.Module heads, int examples, PretrainingOptions options, StepLoss lossOf, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        using WeightTraining weights = new(model);
        IEnumerable<TrainedTensor> own = heads.named_parameters().Select(p => new TrainedTensor { Name = $"heads.{p.name}", Value = p.parameter, Leaf = p.parameter });
        using AdamW optimizer = AdamW.Create([.. weights.Tensors, .. own], new AdamWOptions { Beta2 = options.Beta2 });
        optimizer.Publish();
        using BatchHalves halves = new(model);
        using CollectionPause pause = new();
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.BatchSize % options.TextsPerPicture, 0, nameof(options));
        int batch = options.BatchSize / options.TextsPerPicture;
        long steps = BatchOrder.StepsPerEpoch(examples, batch) * options.Epochs, step = 0;
        LearningRateSchedule schedule = new(Decay.Linear, (long)Math.Round(options.WarmupShare * steps), steps);
        model.train();
        foreach (ReadOnlyMemory<int> rows in BatchOrder.Shuffled(examples, batch, options.Seed, 0, steps))
        {
            cancellation.ThrowIfCancellationRequested();
            pause.Renew();
            using DisposeScope scope = NewDisposeScope();
            (Tensor loss, Action? afterwards) = lossOf(rows, step, halves);
            double value = loss.ToSingle();
            if (!double.IsFinite(value))
                throw new TrainingException($"The pre-training loss of step {step + 1} is {value}. A lower learning rate, a longer warm-up or fp32 may help.");
            loss.backward();
            halves.Backward();
            afterwards?.Invoke();
            double rate = options.LearningRate * schedule.Factor(step);
            optimizer.Update(rate, rate);
            step++;
            progress?.Report(new WorkProgress("pre-training", step * options.BatchSize, steps * options.BatchSize, "texts", value));
        }
    }
}
