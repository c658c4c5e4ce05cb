using Espalier.Paper;
using Espalier.Paper.Claims;
using Espalier.Paper.Comparisons;

namespace Espalier.Reports.Tables;

/// <summary>The paper's claims as tables.</summary>
public static class ClaimTables
{
    private const int ComparisonsTold = 2;

    /// <summary>A row for each claim, with a line of evidence.</summary>
    public static ReportTable Summary(IReadOnlyList<ClaimFinding> claims) => new("Claims",
        [Text("id"), Text("claim"), Text("status"), new("", "seeds"), Text("evidence")],
        [
            .. claims.Select(claim => new ReportRow(null,
                [new(claim.Id), new(claim.Claim), new(claim.Status.Words()), new(Show.Count(claim.Seeds)), new(Line(claim))])),
        ]);

    /// <summary>A row for each comparison of each claim.</summary>
    public static ReportTable Evidence(IReadOnlyList<ClaimFinding> claims) => new("Evidence",
        [
            Text("claim"), Text("difference"), Text("expected"), new("", "mean (points)"), new("", "95 % interval"), new("", "seeds"), Text("pooled over"),
            Text("status"), new("", "paper"),
        ],
        [
            .. claims.SelectMany(claim => claim.Evidence.Comparisons.Select(comparison => new ReportRow(null,
            [
                new(claim.Id), new(comparison.What), new(Expected(comparison.Expected)), new(Show.Points(comparison.Pooled?.Mean)), new(Interval(comparison.Pooled)),
                new(Show.Count(comparison.Pooled?.Seeds.Count ?? 0)), new(PooledOver(comparison)), new(comparison.Status.Words()), new(comparison.Paper ?? "–"),
            ]))),
        ]);

    /// <summary>What decided a claim, in one line.</summary>
    public static string Line(ClaimFinding claim)
    {
        IReadOnlyList<ComparisonFinding> all = claim.Evidence.Comparisons;
        if (all.Count == 0) return string.Join(' ', claim.Evidence.Notes);
        int run = all.Count(comparison => comparison.Status != ClaimStatus.NotRun);
        if (run == 0) return "";
        // A claim that lacks runs is told by those that it has.
        ComparisonFinding[] deciding =
            [.. all.Where(comparison => claim.Status == ClaimStatus.NotRun ? comparison.Pooled is not null : comparison.Status == claim.Status)];
        string count = claim.Status == ClaimStatus.NotRun
            ? $"{run} of {all.Count} comparisons run, {all.Count(comparison => comparison.Status == ClaimStatus.Holds)} hold"
            : $"{deciding.Length} of {all.Count} comparisons";
        string told = string.Join("; ", deciding.Take(ComparisonsTold).Select(Told));
        return $"{count}: {told}{(deciding.Length > ComparisonsTold ? "; …" : "")}";
    }

    private static string Told(ComparisonFinding comparison) => $"{comparison.What} {Show.Points(comparison.Pooled!.Mean)} {Interval(comparison.Pooled)}";

    private static string Interval(Difference? difference) =>
        difference is { Low: { } low, High: { } high } ? $"[{Show.Points(low)}, {Show.Points(high)}]" : difference is null ? "–" : "(one seed)";

    private static string PooledOver(ComparisonFinding comparison) =>
        comparison.PooledParts switch
        {
            0 => "–",
            1 => comparison.Parts.MaxBy(part => part.Difference.Seeds.Count)!.Part,
            var several => $"{several} of {comparison.Parts.Count + comparison.Missing.Count}",
        };

    private static string Expected(Expectation expected) => expected switch
    {
        Expectation.Above => "> 0",
        Expectation.NotBelow => $"> −{Comparison.Tolerance:0}",
        _ => $"within ±{Comparison.Tolerance:0}",
    };

    private static ReportColumn Text(string name) => new("", name, IsNumeric: false);
}
