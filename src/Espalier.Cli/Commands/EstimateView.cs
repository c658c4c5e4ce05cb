using System.Globalization;
using Espalier.Cli.Terminal;
using Espalier.Tables;
using Espalier.Training.Pipeline.Estimates;
using Spectre.Console;

namespace Espalier.Cli.Commands;

/// <summary>Prints what a recipe needs: a table of its parts, one of their memory, and what to do where that is too much.</summary>
internal static class EstimateView
{
    private const double Minute = 60, Hour = 60 * Minute;

    public static void Print(IAnsiConsole screen, RunEstimate estimate)
    {
        screen.Write(TableView.Of(Parts(estimate)));
        screen.Write(TableView.Of(Memory(estimate)));
        screen.WriteLine($"Model: {Show.Count(estimate.Parameters)} parameters, of which {Show.Count(estimate.Prunable)} can be pruned; it computes in {estimate.Precision}.");
        screen.WriteLine($"Time: {Time(estimate.Seconds)} in all, without preparing data and writing files.");
        foreach (string line in MemoryLines(estimate)) screen.WriteLine(line);
        foreach (string note in estimate.Notes) screen.WriteLine(note);
    }

    private static ReportTable Parts(RunEstimate estimate) => new("Estimate",
    [
        new("", "part", IsNumeric: false), new("", "trained"), new("", "steps"), new("", "s a step"), new("", "time"), new("", "peak GiB"), new("", "reached in", IsNumeric: false),
    ],
    [
        .. estimate.Stages.Select(stage => new ReportRow(null,
        [
            new(stage.Name), new(Show.Count(stage.Trained)), new(stage.Steps is { } steps ? Show.Count(steps) : "?"),
            new(stage.SecondsPerStep is { } step ? step.ToString(step < 1 ? "0.0000" : "0.00", CultureInfo.InvariantCulture) : ""), new(Time(stage.Seconds)),
            new(GiB(stage.Memory.Total)), new(stage.Memory.IsEvaluating ? "evaluation" : "training"),
        ])),
    ]);

    // Stages of one number have the same memory.
    private static ReportTable Memory(RunEstimate estimate) => new("Memory at the peak, GiB",
    [
        new("", "part", IsNumeric: false), new("", "process"), new("", "questions"), new("", "weights"), new("", "gradients"), new("", "moments"), new("", "masks"), new("", "batches"),
        new("", "activations"),
    ],
    [
        .. estimate.Stages.DistinctBy(stage => (stage.Node?.Stage, stage.Memory)).Select(stage => new ReportRow(null,
        [
            new(stage.Name), .. new[]
            {
                stage.Memory.Process, stage.Memory.Questions, stage.Memory.Weights, stage.Memory.Gradients, stage.Memory.Moments, stage.Memory.Masks, stage.Memory.Batches,
                stage.Memory.Activations,
            }.Select(bytes => new ReportCell(GiB(bytes))),
        ])),
    ]);

    private static IEnumerable<string> MemoryLines(RunEstimate estimate)
    {
        string wanted = $"{GiB(estimate.Largest.Memory.Total)} GiB in {estimate.Largest.Name}", free = $"{GiB(estimate.Machine.Available)} of {GiB(estimate.Machine.Total)} GiB are free";
        if (estimate.Advice is not { } advice)
        {
            yield return $"Memory: at most {wanted}; {free}.";
            yield break;
        }
        yield return $"It does not fit: {wanted}, and {free}.";
        if (!advice.Fits)
        {
            yield return $"No key of the recipe makes it fit: even question by question, with model.recompute and in bf16, it wants {GiB(advice.Peak)} GiB.";
            yield return "Take a machine with more memory, a smaller model (model.layers, model.hidden) or, where it is pre-trained, a smaller pretrain.batch.";
            yield break;
        }
        yield return $"This fits, in {GiB(advice.Peak)} GiB:";
        foreach (string setting in advice.Settings) yield return $"  --set {setting}{Cost(setting)}";
    }

    private static string Cost(string setting) => setting switch
    {
        "model.recompute=true" => "  (a third more time, the same results)",
        "model.precision=bf16" => "  (rounds, and is slow on a processor that does not compute in it)",
        _ => "  (the same loss, in parts of the batch)",
    };

    private static string Time(double? seconds) => seconds switch
    {
        null => "?",
        < 2 * Minute => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 2 * Hour => string.Create(CultureInfo.InvariantCulture, $"{seconds / Minute:0.0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / Hour:0.0} h"),
    };

    private static string GiB(long bytes) => (bytes / (double)(1L << 30)).ToString("0.00", CultureInfo.InvariantCulture);
}
