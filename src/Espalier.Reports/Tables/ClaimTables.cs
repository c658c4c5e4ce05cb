using Espalier.Paper;
using Espalier.Paper.Claims;
using Espalier.Paper.Comparisons;
using Espalier.Tables;

namespace Espalier.Reports.Tables;

/// <summary>The paper's claims as tables.</summary>
public static class ClaimTables
{
    private const int ComparisonsTold = 2, MissingTold = 3;

    /// <summary>A row for each claim, with a line of evidence.</summary>
    public static ReportTable Summary(IReadOnlyList<ClaimFinding> claims) => new("Claims",
        [Text("id"), Text("claim"), Text("status"), Text("against longer training"), new("", "seeds"), Text("evidence")],
        [
            .. claims.Select(claim => new ReportRow(null,
            [
                new(claim.Id), new(claim.Claim), new(claim.Status.Words()), new(claim.LongerTraining?.Words() ?? "–"), new(Show.Count(claim.Seeds)), new(Line(claim)),
            ])),
        ]);

    /// <summary>A row for each comparison of each claim, those against longer training below what they control.</summary>
    public static ReportTable Evidence(IReadOnlyList<ClaimFinding> claims) => new("Evidence",
        [
            Text("claim"), Text("difference"), Text("expected"), Text("tested"), new("", "mean (points)"), new("", "95 % interval"), new("", "seeds"), Text("status"),
            new("", "paper"),
        ],
        [
            .. claims.SelectMany(claim => claim.Evidence.Comparisons.SelectMany(comparison =>
                new[] { comparison, comparison.Control }.OfType<ComparisonFinding>().Select(one => Row(claim.Id, one)))),
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
            [.. all.Where(comparison => claim.Status == ClaimStatus.NotRun ? comparison.Tested is not null : comparison.Status == claim.Status)];
        string count = claim.Status == ClaimStatus.NotRun
            ? $"{run} of {all.Count} comparisons run, {all.Count(comparison => comparison.Status == ClaimStatus.Holds)} hold"
            : $"{deciding.Length} of {all.Count} comparisons";
        string told = string.Join("; ", deciding.Take(ComparisonsTold).Select(Told));
        return $"{count}: {told}{(deciding.Length > ComparisonsTold ? "; …" : "")}";
    }

    private static ReportRow Row(string claim, ComparisonFinding found)
    {
        string missing = found.Missing.Count <= MissingTold ? string.Join(", ", found.Missing) : $"{found.Missing.Count} parts";
        return new ReportRow(null,
        [
            new(claim), new(found.What), new(Expected(found.Expected)), new(found.Tested?.Part ?? "–"),
            new(found.Tested is { } tested ? Show.Points(tested.Difference.Mean) : "–"), new(Interval(found.Tested?.Difference)),
            new(Show.Count(found.Tested?.Difference.Seeds.Count ?? 0)),
            new(found.Missing.Count > 0 ? $"{found.Status.Words()}: {missing}" : found.Status.Words() + Nevertheless(found)), new(found.Paper ?? "–"),
        ]);
    }

    private static string Told(ComparisonFinding comparison)
    {
        PartFinding tested = comparison.Tested!;
        string at = comparison.Expected == Expectation.Above || comparison.Parts.Count == 1 ? "" : $" at {tested.Part}";
        return $"{comparison.What} {Show.Points(tested.Difference.Mean)} {Interval(tested.Difference)}{at}{Nevertheless(comparison)}";
    }

    // Models within the tolerance are not said to be the same if the seeds leave no doubt that they differ.
    private static string Nevertheless(ComparisonFinding found)
    {
        if (found is not { Status: ClaimStatus.Holds, Expected: not Expectation.Above }) return "";
        string[] below = [.. found.Parts.Where(part => part.Difference.High < 0).Select(part => part.Part)];
        string[] above = [.. found.Parts.Where(part => found.Expected == Expectation.Near && part.Difference.Low > 0).Select(part => part.Part)];
        return (below.Length > 0 ? $", though below 0 at {string.Join(", ", below)}" : "") + (above.Length > 0 ? $", though above 0 at {string.Join(", ", above)}" : "");
    }

    private static string Interval(Difference? difference) =>
        difference is { Low: { } low, High: { } high } ? $"[{Show.Points(low)}, {Show.Points(high)}]" : difference is null ? "–" : "(one seed)";

    private static string Expected(Expectation expected) => expected switch
    {
        Expectation.Above => "> 0",
        Expectation.NotBelow => $"> −{Comparison.Tolerance:0}",
        _ => $"within ±{Comparison.Tolerance:0}",
    };

    private static ReportColumn Text(string name) => new("", name, IsNumeric: false);
}
