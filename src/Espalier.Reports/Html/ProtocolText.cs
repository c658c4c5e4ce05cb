using Espalier.Metrics;
using Espalier.Tables;

namespace Espalier.Reports.Html;

/// <summary>What chose and what was only tested, in words.</summary>
internal static class ProtocolText
{
    private const string Accuracy =
        "Accuracy is the official VQA accuracy in percent: an answer is fully right when at least four of the ten people gave it, and " +
        "in part when fewer did. Out of distribution (OOD), answers to a type of question are distributed otherwise than in training; " +
        "in distribution (ID), in the same way.";

    public static string SelectedOnTest(RunSummary summary) =>
        $"Epochs and settings of this run were chosen on {summary.SelectedOn}, which imitates published practice. Its numbers are not " +
        "those of unseen data: compare them only with numbers that were chosen in the same way.";

    public static IEnumerable<string> Of(RunSummary summary)
    {
        yield return summary.SelectedOnTest
            ? SelectedOnTest(summary)
            : $"Epochs and settings were chosen on {summary.SelectedOn}. The test parts chose nothing: they were opened once, at the end.";
        yield return Accuracy;
        yield return $"This is one run with one seed ({summary.Seed}): there is no interval around its numbers, and small differences " +
            "between models may be chance. Repeat the recipe with other seeds before building on them.";
        if (Latency([.. summary.Models.Select(model => model.LatencyMs.Torch).OfType<double>().Order()]) is { } latency) yield return latency;
        if (summary.Models.Any(model => model.LatencyMs.Packed is not null))
            yield return "Milliseconds of packed models were measured on the machine named below, one question at a time.";
    }

    // One figure for all models, as they do the same work.
    private static string? Latency(IReadOnlyList<double> milliseconds)
    {
        if (milliseconds.Count == 0) return null;
        string sentence = $"With torch, a question alone in its batch took {Show.Milliseconds(milliseconds[milliseconds.Count / 2])} ms on the machine named below";
        return milliseconds.Count == 1 ? $"{sentence}." : $"{sentence}, the median over the models, from {Show.Milliseconds(milliseconds[0])} to "
            + $"{Show.Milliseconds(milliseconds[^1])}. Torch multiplies zeros like all other weights, so that all models do the same work there: what they "
            + "differ by comes from the machine, not from the models.";
    }
}
