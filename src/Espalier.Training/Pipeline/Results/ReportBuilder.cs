using Espalier.Metrics;
using Espalier.Splits;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Runs;

namespace Espalier.Training.Pipeline.Results;

/// <summary>Gathers what a report shows beyond the summary.</summary>
internal static class ReportBuilder
{
    public static ReportData Build(RunFolder run, PreparedData data, RunPlan plan, IReadOnlyList<TestedModel> models, IReadOnlyList<string> testParts)
    {
        bool ood = testParts.Contains(PartNames.TestOod);
        return new ReportData
        {
            DataSet = FormattableString.Invariant($"{data.Folder.Manifest.Name}, {run.Recipe.Data.Split} split") +
                (run.Recipe.Data.Split == "changing-prior" ? FormattableString.Invariant($", {100 * run.Recipe.Data.Crossing:0.#} % of each group crossing over") : ""),
            Questions = data.Folder.Manifest.Parts.ToDictionary(),
            PriorAccuracy = new ModelAccuracy(Prior(data, testParts, PartNames.TestId), Prior(data, testParts, PartNames.TestOod)) { Shortcuts = PriorShortcuts(data, testParts) },
            Priors = ood ? PriorShifts.Of(data, PartNames.TestOod, models) : [],
            Sparsity = [.. models.Where(model => model.Sparsity.Total.Zeros > 0).Select(Matrices)],
            Examples = ood ? TellingExamples.Of(data, PartNames.TestOod, models, run.Recipe.Seed) : [],
            Contrast = ood ? TellingExamples.Contrast(data, PartNames.TestOod, models) : null,
            Curves = TrainingCurves.Of(run, plan.Nodes),
        };
    }

    private static ReportSparsity Matrices(TestedModel model)
    {
        Dictionary<string, string> groups = model.Groups.ToDictionary();
        return new ReportSparsity(model.Node.Id,
            [.. model.Sparsity.Matrices.Select(row => new ReportMatrix(row.Name, groups[row.Name], model.Shapes[row.Name].Rows, model.Shapes[row.Name].Columns, row.Zeros))]);
    }

    private static TypeAccuracy? Prior(PreparedData data, IReadOnlyList<string> testParts, string part) =>
        testParts.Contains(part) ? new PriorBaseline(data.Priors, data.Vocabulary).Evaluate(data.Part(part)).ToTypeAccuracy() : null;

    private static ShortcutScores? PriorShortcuts(PreparedData data, IReadOnlyList<string> testParts)
    {
        if (!testParts.Contains(PartNames.TestId) || data.Shortcuts(PartNames.TestId) is not { } sets) return null;
        PriorBaseline prior = new(data.Priors, data.Vocabulary);
        return ShortcutReport.Of(data.Part(PartNames.TestId).Examples.Select(example => (example, prior.Predict(example))), sets, AccuracyForm.Official).ToScores();
    }
}
