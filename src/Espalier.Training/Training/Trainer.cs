using System.Diagnostics;
using Espalier.Data;
using Espalier.Training.Objectives;
using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Training;

/// <summary>
/// Trains a stage, whichever it is: epochs of steps, evaluations, the best checkpoint, and states from which the same command goes on
/// after it was stopped or killed at any moment, to the same bytes. With one thread count, one seed gives one result.
/// </summary>
public sealed class Trainer
{
    private const double MostTimeSaving = 0.05;

    private readonly TrainerOptions _options;
    private readonly Objective _objective;
    private readonly Parameterization _parameterization;
    private readonly QuestionSet _questions;
    private readonly IReadOnlyList<ValidationSet> _validation;
    private readonly ILogger _logger;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly Distillation? _distillation;
    private readonly TrainingFolder _folder;
    private readonly long _steps;

    /// <summary>Prepares a training; nothing is read or written yet.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="objective">The loss, on the model's device.</param>
    /// <param name="parameterization">What is trained, and of which model.</param>
    /// <param name="questions">What it is trained on.</param>
    /// <param name="validation">What is evaluated; with <see cref="TrainerOptions.SelectOn"/> one of them selects.</param>
    /// <param name="logger">Told of evaluations and of resuming.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="distillation">What is added to the objective's loss; null for nothing.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the selecting set is not among the validation sets.</exception>
    public Trainer(
        TrainerOptions options,
        Objective objective,
        Parameterization parameterization,
        QuestionSet questions,
        IReadOnlyList<ValidationSet> validation,
        ILogger logger,
        IProgress<TrainingProgress>? progress = null,
        Distillation? distillation = null)
    {
        options.Validate(questions.Count, validation);
        (_options, _objective, _parameterization, _questions) = (options, objective, parameterization, questions);
        (_validation, _logger, _progress, _distillation) = (validation, logger, progress, distillation);
        _folder = new TrainingFolder(options.StateFolder);
        _steps = options.Steps(questions.Count);
    }

    /// <summary>
    /// Trains, or goes on from the saved state, or loads what was finished before. Afterwards the model holds the best weights and computes
    /// under the best masks.
    /// </summary>
    /// <param name="cancellation">Stops after the present step, or batch of an evaluation; the state is then saved.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InputException">A saved state or checkpoint is damaged, or belongs to something else.</exception>
    /// <exception cref="TrainingException">The loss or gradient is not a finite number, or a frozen weight changed.</exception>
    /// <exception cref="IOException">Something could not be written. What was saved before is still there.</exception>
    public TrainingResult Run(CancellationToken cancellation = default)
    {
        using TrainingStep step = new(_objective, _parameterization, _options.ForSteps(_questions.Count), _distillation);
        TrainerProgress state = _folder.LoadState(step.Optimizer, new TrainerProgress
        {
            Fingerprint = $"{_objective.Description}; {_parameterization.Description}; {_options.Fingerprint(_questions, _validation)}, " +
                $"computed in {_parameterization.Model.ComputeType}{(_distillation is null ? "" : $"; {_distillation.Description}")}",
            FrozenHash = _parameterization.FrozenHash,
        });
        double waitShare = state.Finished ? 0 : Train(step, state, cancellation);
        _folder.LoadBest(_parameterization.Model);
        return new TrainingResult(state.Best!, _folder.Best, state.Step, state.Seconds, waitShare);
    }

    private double Train(TrainingStep step, TrainerProgress state, CancellationToken cancellation)
    {
        using TrainingReport report = new(_options, _questions.Count, _folder.Metrics, state, _logger, _progress);
        using BatchLoader loader = new(
            _questions, _options.BatchSize, BatchOrder.Shuffled(_questions.Count, _options.BatchSize, _options.Seed, state.Step, _steps), _options.Seed, state.Step);
        Stopwatch clock = Stopwatch.StartNew(), sinceSave = Stopwatch.StartNew();
        TimeSpan saving = TimeSpan.Zero;
        double secondsBefore = state.Seconds;
        try
        {
            while (true)
            {
                bool evaluated = IsEvaluationDue(state);
                if (evaluated) Evaluate(step, state, report, cancellation);
                if (state.Step == _steps) break;
                if (sinceSave.Elapsed > Longer(_options.SaveEvery, saving / MostTimeSaving) || (evaluated && state.Step > 0)) Save();
                cancellation.ThrowIfCancellationRequested();
                TrainOne(loader.Next()!, step, state, report);
            }
        }
        catch (OperationCanceledException)
        {
            Save();
            throw;
        }
        _parameterization.Verify();
        state.Finished = true;
        Save();
        return loader.Waited / clock.Elapsed;

        void Save()
        {
            sinceSave.Restart();
            state.Seconds = secondsBefore + clock.Elapsed.TotalSeconds;
            report.Flush();
            _folder.SaveState(step.Optimizer, state);
            saving = sinceSave.Elapsed;
        }
    }

    private void TrainOne(VqaBatch batch, TrainingStep step, TrainerProgress state, TrainingReport report)
    {
        using DisposeScope scope = NewDisposeScope();
        Refresh(_parameterization.BeginStep(state.Step, Epoch(state)), step, report);
        StepOutcome outcome = step.Run(BatchTensors.Of(batch, _parameterization.Device, _questions.MaskPadding));
        state.Step++;
        report.Step(outcome);
    }

    private bool IsEvaluationDue(TrainerProgress state)
    {
        if (state.EvaluatedAt == state.Step) return false;
        if (state.Step == 0) return _options.EvaluateFirst;
        return state.Step % (_steps / _options.Epochs) == 0 || state.Step % (_options.EvaluateEvery ?? long.MaxValue) == 0;
    }

    private void Evaluate(TrainingStep step, TrainerProgress state, TrainingReport report, CancellationToken cancellation)
    {
        Refresh(_parameterization.BeginEvaluation(state.Step, Epoch(state)), step, report);
        Dictionary<string, double> scores = [];
        foreach (ValidationSet set in _validation)
        {
            Predictions predictions = Evaluator.Predict(_parameterization.Model, set.Questions, _options.EvaluationBatchSize, cancellation);
            scores.Add(set.Name, set.ScoreOf(predictions));
        }
        Evaluation evaluation = new(state.Step, Epoch(state), scores);
        bool isBest = IsBest(evaluation, state);
        if (isBest)
        {
            _folder.SaveBest(_parameterization.Model, _parameterization.Masks, _objective, evaluation);
            state.Best = evaluation;
        }
        state.EvaluatedAt = state.Step;
        report.Evaluated(evaluation, isBest);
    }

    private bool IsBest(Evaluation evaluation, TrainerProgress state)
    {
        if (evaluation.Step == 0 || evaluation.Step < _options.SelectFrom * _steps) return false;
        if (_options.SelectOn is not { } name) return evaluation.Step == _steps;
        return state.Best is null || evaluation.Scores[name] > state.Best.Scores[name];
    }

    private static void Refresh(SparsityDrift? drift, TrainingStep step, TrainingReport report)
    {
        if (drift is null) return;
        step.Optimizer.Publish();
        report.Refresh(drift);
    }

    private double Epoch(TrainerProgress state) => (double)state.Step * _options.Epochs / _steps;

    private static TimeSpan Longer(TimeSpan first, TimeSpan second) => first > second ? first : second;
}
