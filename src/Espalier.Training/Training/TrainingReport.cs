using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Espalier.Training.Training;

/// <summary>Tells the course of a training: to metrics.jsonl, TensorBoard, the log and the progress bar.</summary>
internal sealed class TrainingReport : IDisposable
{
    private readonly TrainerOptions _options;
    private readonly int _questions;
    private readonly long _steps;
    private readonly TrainerProgress _state;
    private readonly MetricsLog _metrics;
    private readonly ScalarLog _scalars;
    private readonly ILogger _logger;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly long _firstStep;

    public TrainingReport(
        TrainerOptions options, int questions, string metricsFile, TrainerProgress state, ILogger logger, IProgress<TrainingProgress>? progress)
    {
        (_options, _questions, _state, _logger, _progress) = (options, questions, state, logger, progress);
        _steps = options.Steps(questions);
        _firstStep = state.Step;
        _metrics = new MetricsLog(metricsFile, state.MetricsLength);
        _scalars = new ScalarLog(options.TensorBoardFolder);
        if (state.Step > 0) logger.LogInformation("{Name}: going on from step {Step} of {Steps}", options.Name, state.Step, _steps);
        if (_metrics.WasCut) logger.LogWarning("{File} lacks lines that were written before; it goes on without them", metricsFile);
    }

    /// <summary>Passes over the data so far.</summary>
    private double Epoch => (double)_state.Step * _options.Epochs / _steps;

    /// <summary>Tells of a step; every few steps get a line together, with their mean loss.</summary>
    public void Step(StepOutcome outcome)
    {
        _state.LossSum += outcome.Loss;
        _state.LossCount++;
        if (_state.Step % _options.LogEvery == 0 || _state.Step == _steps)
        {
            double loss = _state.LossSum / _state.LossCount;
            (_state.LossSum, _state.LossCount) = (0, 0);
            Write(json =>
            {
                json.WriteNumber("loss", loss);
                json.WriteNumber("learning_rate", outcome.LearningRate);
                json.WriteNumber("gradient_norm", outcome.GradientNorm);
            });
            _scalars.Add("train/loss", loss, _state.Step);
            _scalars.Add("train/learning_rate", outcome.LearningRate, _state.Step);
            _scalars.Add("train/gradient_norm", outcome.GradientNorm, _state.Step);
        }
        double stepsPerSecond = (_state.Step - _firstStep) / _clock.Elapsed.TotalSeconds;
        _progress?.Report(new TrainingProgress(
            _options.Name,
            (int)((_state.Step - 1) * _options.Epochs / _steps) + 1,
            _options.Epochs,
            _state.Step,
            _steps,
            outcome.Loss,
            stepsPerSecond * _options.Epochs * _questions / _steps,
            TimeSpan.FromSeconds((_steps - _state.Step) / stepsPerSecond)));
    }

    /// <summary>Tells that thresholds were refreshed, if the sparsity had drifted.</summary>
    public void Refresh(SparsityDrift? drift)
    {
        // A refresh of exact masks changes none of them, and is repeated where an evaluation was interrupted: it is not worth a line.
        if (drift is not { } found || found.Found == found.Target) return;
        Write(json =>
        {
            json.WriteNumber("sparsity_before_refresh", found.Found);
            json.WriteNumber("sparsity", found.Target);
        });
        _scalars.Add("masks/sparsity_before_refresh", found.Found, _state.Step);
    }

    /// <summary>Tells of an evaluation.</summary>
    public void Evaluated(Evaluation evaluation, bool isBest)
    {
        Write(json =>
        {
            json.WriteStartObject("evaluation");
            foreach ((string name, double score) in evaluation.Scores) json.WriteNumber(name, score);
            json.WriteEndObject();
        });
        foreach ((string name, double score) in evaluation.Scores) _scalars.Add($"evaluation/{name}", score, _state.Step);
        _logger.LogInformation(
            "{Name}: epoch {Epoch:0.##}, step {Step}: {Scores}{Best}",
            _options.Name,
            evaluation.Epoch,
            evaluation.Step,
            string.Join(", ", evaluation.Scores.Select(score => FormattableString.Invariant($"{score.Key} {score.Value:0.00}"))),
            isBest ? " (best so far)" : "");
    }

    /// <summary>Makes sure that all lines are on the disk, and notes their length in the state.</summary>
    public void Flush() => _state.MetricsLength = _metrics.Flush();

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();

    private void Write(Action<Utf8JsonWriter> properties) => _metrics.Write(json =>
    {
        json.WriteNumber("step", _state.Step);
        json.WriteNumber("epoch", Epoch);
        properties(json);
    });
}
