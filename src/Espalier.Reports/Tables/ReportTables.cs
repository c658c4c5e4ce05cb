using Espalier.Metrics;
using Espalier.Tables;

namespace Espalier.Reports.Tables;

/// <summary>The tables that compare a run's models.</summary>
public static class ReportTables
{
    private const string Ood = "out of distribution (%)", Id = "in distribution (%)";

    private static readonly (string Name, Func<TypeAccuracy, double?> Of)[] Types =
    [
        ("all", a => a.All), ("yes/no", a => a.YesNo), ("number", a => a.Number), ("other", a => a.Other),
    ];

    /// <summary>VQA accuracy in percent, out of distribution and in distribution, and the gap between both.</summary>
    /// <param name="summary">The run.</param>
    /// <param name="prior">The accuracy of the answer prior alone, for a last row.</param>
    public static ReportTable Accuracy(RunSummary summary, ModelAccuracy? prior = null)
    {
        List<ReportColumn> columns =
        [
            new("", "model", IsNumeric: false), new("", "sparsity (%)"),
            .. Types.Select(type => new ReportColumn(Ood, type.Name) { ShortGroup = "OOD" }),
            .. Types.Select(type => new ReportColumn(Id, type.Name) { ShortGroup = "ID" }),
            new("", "gap, ID − OOD"),
        ];
        List<ReportRow> rows = [];
        for (int i = 0; i < summary.Models.Count; i++)
        {
            ModelSummary model = summary.Models[i];
            rows.Add(new ReportRow(i, [Text(model.Id), Text(Show.Share(model.Sparsity * 100)), .. Cells(model.Accuracy, summary.Models)]));
        }
        if (prior is not null) rows.Add(new ReportRow(null, [Text("answer prior alone"), Text("–"), .. Cells(prior, null)]));
        return new ReportTable("VQA accuracy", columns, rows);
    }

    /// <summary>
    /// Parameters, bytes, operations, and the size and speed of packed models where any was measured. Milliseconds with torch are no column: it
    /// multiplies zeros like other weights, so that models would only differ by noise.
    /// </summary>
    public static ReportTable Cost(RunSummary summary)
    {
        IReadOnlyList<ModelSummary> models = summary.Models;
        bool packed = HasPacked(summary);
        (double flops, string flopsUnit) = models.Any(model => model.FlopsPerQuestion >= 1e9) ? (1e9, "10⁹") : (1e6, "10⁶");
        List<ReportColumn> columns =
        [
            new("", "model", IsNumeric: false), new("", "sparsity (%)"),
            new("kept parameters", "exact") { ShortGroup = "kept" }, new("kept parameters", "M = 2²⁰") { ShortGroup = "kept" },
            new("weights", "dense"), new("", $"{flopsUnit} FLOPs per question"),
        ];
        if (packed) columns.AddRange([new("packed", "weights"), new("packed", "ms per question")]);
        List<ReportRow> rows = [];
        for (int i = 0; i < models.Count; i++)
        {
            ModelSummary model = models[i];
            List<ReportCell> cells =
            [
                Text(model.Id), Text(Show.Share(model.Sparsity * 100)),
                Text(Show.Count(model.Parameters.Kept)), Text(Show.Millions(model.Parameters.Kept)),
                Measured(model.Bytes.Dense, Show.Bytes(model.Bytes.Dense)),
                Measured(
                    model.FlopsPerQuestion, Show.Number(model.FlopsPerQuestion / flops, "0.00"), Least(models, m => m.FlopsPerQuestion)),
            ];
            if (packed)
            {
                cells.Add(Measured(model.Bytes.Packed, Show.Bytes(model.Bytes.Packed), Least(models, m => m.Bytes.Packed)));
                cells.Add(Measured(model.LatencyMs.Packed, Show.Milliseconds(model.LatencyMs.Packed), Least(models, m => m.LatencyMs.Packed)));
            }
            rows.Add(new ReportRow(i, cells));
        }
        return new ReportTable(packed ? "Size and speed" : "Size", columns, rows);
    }

    /// <summary>Whether the size or the speed of any packed model was measured.</summary>
    internal static bool HasPacked(RunSummary summary) => summary.Models.Any(model => model.Bytes.Packed is not null || model.LatencyMs.Packed is not null);

    /// <summary>What is left in each modality of the sparse models; null if there is none.</summary>
    public static ReportTable? Modalities(RunSummary summary)
    {
        List<(ModelSummary Model, int Index)> sparse =
            [.. summary.Models.Select((model, i) => (model, i)).Where(pair => pair.model.Sparsity > 0)];
        List<string> modalities = [.. sparse.SelectMany(pair => pair.Model.Parameters.ByModality.Keys).Distinct()];
        if (modalities.Count == 0) return null;
        List<ReportColumn> columns =
        [
            new("", "model", IsNumeric: false), new("", "overall (%)"),
            .. modalities.SelectMany(modality => new ReportColumn[] { new(modality, "sparsity (%)"), new(modality, "kept of prunable") }),
        ];
        return new ReportTable("Sparsity by modality", columns,
        [
            .. sparse.Select(pair => new ReportRow(pair.Index,
            [
                Text(pair.Model.Id), Text(Show.Share(pair.Model.Sparsity * 100)),
                .. modalities.SelectMany(modality => Cells(pair.Model.Parameters.ByModality.GetValueOrDefault(modality))),
            ])),
        ]);
    }

    private static IEnumerable<ReportCell> Cells(ModelAccuracy accuracy, IReadOnlyList<ModelSummary>? rivals)
    {
        foreach (var type in Types) yield return Cell(accuracy.Ood, rivals?.Select(model => model.Accuracy.Ood), type.Of);
        foreach (var type in Types) yield return Cell(accuracy.Id, rivals?.Select(model => model.Accuracy.Id), type.Of);
        double? gap = accuracy.Id?.All - accuracy.Ood?.All;
        yield return Measured(gap, Show.Points(gap));
    }

    private static ReportCell Cell(TypeAccuracy? own, IEnumerable<TypeAccuracy?>? rivals, Func<TypeAccuracy, double?> of)
    {
        double? value = own is null ? null : of(own);
        return Measured(value, Show.Percent(value), Best((rivals ?? []).OfType<TypeAccuracy>().Select(of), Enumerable.Max));
    }

    private static IEnumerable<ReportCell> Cells(ModalityCounts? counts)
    {
        if (counts is not { Prunable: > 0 }) return [Text("–"), Text("–")];
        double sparsity = 100 * (1 - (double)counts.Kept / counts.Prunable);
        return [Text(Show.Share(sparsity)), Text($"{Show.Count(counts.Kept)} of {Show.Count(counts.Prunable)}")];
    }

    private static double? Least(IReadOnlyList<ModelSummary> models, Func<ModelSummary, double?> of) =>
        Best(models.Select(of), Enumerable.Min);

    // Where all are alike there is no best.
    private static double? Best(IEnumerable<double?> values, Func<IEnumerable<double>, double> choose)
    {
        List<double> measured = [.. values.OfType<double>()];
        return measured.Distinct().Count() > 1 ? choose(measured) : null;
    }

    private static ReportCell Measured(double? value, string shown, double? best = null) =>
        new(shown, value is not null && value == best, value is not null);

    private static ReportCell Text(string text) => new(text);
}
