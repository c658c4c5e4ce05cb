using Espalier.Metrics;
using Espalier.Tables;

namespace Espalier.Reports;

/// <summary>The finding of a run in one sentence, computed from its numbers.</summary>
public static class Verdict
{
    /// <summary>
    /// Compares the best sparse model (out of distribution; the best dense one if none is sparse) with the plainly trained dense model.
    /// </summary>
    public static string Of(RunSummary summary)
    {
        List<ModelSummary> measured = [.. summary.Models.Where(model => model.Accuracy.Ood?.All is not null)];
        if (measured.Count == 0) return "Accuracy out of distribution was not measured.";
        ModelSummary reference = measured.FirstOrDefault(model => model is { Sparsity: 0, Objective: "bce" })
            ?? measured.FirstOrDefault(model => model.Sparsity == 0) ?? measured[0];
        ModelSummary? subject = measured.Where(model => model != reference)
            .OrderByDescending(model => model.Sparsity > 0).ThenByDescending(model => model.Accuracy.Ood!.All).FirstOrDefault();
        return subject is null ? Alone(reference) : Compared(subject, reference);
    }

    private static string Alone(ModelSummary model)
    {
        string outside = $"{model.Id} reaches {Show.Percent(model.Accuracy.Ood!.All)} % VQA accuracy out of distribution";
        return model.Accuracy.Id?.All is { } inside ? $"{outside} and {Show.Percent(inside)} % in distribution." : $"{outside}.";
    }

    private static string Compared(ModelSummary subject, ModelSummary reference)
    {
        string who = subject.Sparsity > 0
            ? $"With {Show.Number(subject.Sparsity * 100, "0.#")} % of its prunable weights removed, {subject.Id}"
            : subject.Id;
        double outside = subject.Accuracy.Ood!.All!.Value;
        string sentence = $"{who} reaches {Show.Percent(outside)} % VQA accuracy out of distribution, " +
            $"{Difference(outside - reference.Accuracy.Ood!.All!.Value)} {reference.Id}";
        if (subject.Accuracy.Id?.All is { } inside && reference.Accuracy.Id?.All is { } plain)
            sentence += $", and {Show.Percent(inside)} % in distribution, {Difference(inside - plain)} it";
        return sentence + ".";
    }

    private static string Difference(double points) => Math.Round(points, 2) switch
    {
        > 0 => $"{Show.Percent(points)} points above",
        < 0 => $"{Show.Percent(-points)} points below",
        _ => "level with",
    };
}
