using System.Globalization;
using Espalier.Training.Training.Optimization;

namespace Espalier.Training.Training;

/// <summary>Settings of a <see cref="Trainer"/>. Everything but the saving and logging changes the result, and is bound to a saved state.</summary>
public sealed record TrainerOptions
{
    /// <summary>What <see cref="EvaluationBatchSize"/> is unless memory is short.</summary>
    internal const int UsualEvaluationBatch = 256;

    /// <summary>What is trained, for messages: "stage 2, lpf+lmh".</summary>
    public string Name { get; init; } = "training";

    /// <summary>Where states and checkpoints are kept. Started again with the same folder, training goes on where it was.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Passes over the questions.</summary>
    public required int Epochs { get; init; }

    /// <summary>Questions of a step; the last step of an epoch may have fewer.</summary>
    public required int BatchSize { get; init; }

    /// <summary>As <see cref="StepOptions.MicroBatch"/>.</summary>
    public int? MicroBatch { get; init; }

    /// <summary>The highest learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The highest learning rate of real-valued masks; null is <see cref="LearningRate"/>.</summary>
    public double? MaskLearningRate { get; init; }

    /// <summary>Share of all steps that warms up linearly from 0.</summary>
    public double WarmupShare { get; init; }

    /// <summary>What follows the warm-up.</summary>
    public Decay Decay { get; init; } = Decay.Linear;

    /// <summary>Constants of the optimizer.</summary>
    public AdamWOptions AdamW { get; init; } = new();

    /// <summary>Decides the order of questions and the dropout.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether the model's dropout is on.</summary>
    public bool Dropout { get; init; } = true;

    /// <summary>The validation set whose score selects the best weights; null selects the last ones.</summary>
    public string? SelectOn { get; init; }

    /// <summary>Share of training before which nothing is selected. For masks over fine-tuned weights late choices are more robust (Liu et al. 2022 take 0.7).</summary>
    public double SelectFrom { get; init; }

    /// <summary>Steps between evaluations besides the one at the end of each epoch; null for none.</summary>
    public int? EvaluateEvery { get; init; }

    /// <summary>Whether to evaluate before the first step; in stage 2 this is the accuracy of one-shot magnitude pruning. Never selected.</summary>
    public bool EvaluateFirst { get; init; } = true;

    /// <summary>Questions of a batch in evaluation.</summary>
    public int EvaluationBatchSize { get; init; } = UsualEvaluationBatch;

    /// <summary>Time between saved states. It stretches where saving takes more than a twentieth of it.</summary>
    public TimeSpan SaveEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Steps that share a line of metrics.jsonl; the loss is their mean.</summary>
    public int LogEvery { get; init; } = 10;

    /// <summary>Folder for TensorBoard; null for none.</summary>
    public string? TensorBoardFolder { get; init; }

    /// <summary>All steps over a number of questions.</summary>
    internal long Steps(int questions) => BatchOrder.StepsPerEpoch(questions, BatchSize) * Epochs;

    /// <summary>The settings of single steps.</summary>
    internal StepOptions ForSteps(int questions) => new()
    {
        LearningRate = LearningRate,
        MaskLearningRate = MaskLearningRate,
        Schedule = new LearningRateSchedule(Decay, (long)Math.Round(WarmupShare * Steps(questions)), Steps(questions)),
        AdamW = AdamW,
        MicroBatch = MicroBatch,
        Seed = Seed,
        Dropout = Dropout,
    };

    /// <summary>All that decides the result, as text, to refuse a state that was made with other settings.</summary>
    internal string Fingerprint(QuestionSet questions, IReadOnlyList<ValidationSet> validation) => string.Create(CultureInfo.InvariantCulture,
        $"{questions.Count} questions {questions.Fingerprint()}, {Epochs} epochs of {BatchSize}{(MicroBatch is { } part ? $" in parts of {part}" : "")}, learning rate {LearningRate} and {MaskLearningRate ?? LearningRate} for masks, " +
        $"warm-up {WarmupShare}, {Decay}, betas {AdamW.Beta1} {AdamW.Beta2}, epsilon {AdamW.Epsilon}, " +
        $"weight decay {AdamW.WeightDecay} but for {string.Join('|', AdamW.NoDecay)}, {Factors()}clip {AdamW.ClipNorm}, seed {Seed}, dropout {Dropout}, " +
        $"selection on {SelectOn ?? "nothing"} from {SelectFrom}, evaluation every {EvaluateEvery}, log every {LogEvery}, " +
        $"validation {string.Join(' ', validation.Select(set => $"{set.Name} {set.Questions.Fingerprint()}"))}");

    private string Factors() => string.Concat(AdamW.RateFactors.Select(factor => string.Create(CultureInfo.InvariantCulture, $"rate of {factor.Key} times {factor.Value}, ")));

    internal void Validate(int questions, IReadOnlyList<ValidationSet> validation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(questions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        if (MicroBatch is { } part) ArgumentOutOfRangeException.ThrowIfLessThan(part, 1, nameof(MicroBatch));
        ArgumentOutOfRangeException.ThrowIfLessThan(EvaluationBatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(LogEvery, 1);
        if (EvaluateEvery is { } every) ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(LearningRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LearningRate, float.MaxValue);
        RequireShare(WarmupShare);
        RequireShare(SelectFrom);
        if (SelectOn is not null && validation.All(set => set.Name != SelectOn))
            throw new ArgumentException($"\"{SelectOn}\" is not among the validation sets {string.Join(", ", validation.Select(set => set.Name))}.", nameof(validation));
    }

    private static void RequireShare(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
    }
}
