using System.Globalization;
using Espalier.Metrics;
using Espalier.Tables;

namespace Espalier.Reports.Tables;

/// <summary>The table of a sweep: what came out over the seeds.</summary>
public static class SweepTables
{
    /// <summary>Accuracy in percent as mean and half of the 95 % t-interval, a row for each setting.</summary>
    /// <param name="groups">The settings.</param>
    public static ReportTable Accuracy(IReadOnlyList<SweepGroup> groups) => new("VQA accuracy (%): mean over seeds ± half of the 95 % t-interval",
        [
            new("", "setting", IsNumeric: false), new("", "model", IsNumeric: false), new("", "sparsity (%)"), new("", "seeds"),
            new("", "OOD"), new("", "ID"), new("", "gap, ID − OOD"),
        ],
        [
            .. groups.Select((group, i) => new ReportRow(i,
            [
                new(group.Label), new(group.Model), new(Show.Share(group.Sparsity * 100)), new(Show.Count(group.Ood?.Count ?? group.Id?.Count ?? 0)),
                Cell(group.Ood, "0.00"), Cell(group.Id, "0.00"), Cell(group.Gap, "+0.00;−0.00;0.00"),
            ])),
        ]);

    private static ReportCell Cell(SeedStatistics? value, string format)
    {
        if (value is null) return new ReportCell(Show.NotMeasured, false, false);
        string mean = Show.Number(value.Mean, format);
        return new ReportCell(value.HalfWidth is { } half ? string.Create(CultureInfo.InvariantCulture, $"{mean} ± {half:0.00}") : mean);
    }
}
