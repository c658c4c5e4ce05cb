using Espalier.Data;
using Espalier.Metrics;
using Espalier.Paper;
using Espalier.Paper.Claims;
using Espalier.Paper.Comparisons;
using Espalier.Testing;

namespace Espalier.Core.Tests.Paper;

/// <summary>The paper's own tables, put through the claims.</summary>
public sealed class PublishedClaimsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_the_papers_tables_cover_of_its_claims_holds()
    {
        foreach (IGrouping<string, SweepRow> sweep in Rows().GroupBy(row => row.Sweep, row => row.Row))
            InventedPaper.Table([.. sweep]).Save(folder.File($"paper-{sweep.Key}.csv"));
        IReadOnlyList<ClaimFinding> claims = PaperClaims.Judge(PaperResults.Load(folder.Path));

        ComparisonFinding[] covered = [.. claims.SelectMany(claim => claim.Evidence.Comparisons).Where(comparison => comparison.Status != ClaimStatus.NotRun)];
        Assert.All(covered, comparison => Assert.Equal((comparison.What, ClaimStatus.Holds), (comparison.What, comparison.Status)));
        Assert.Equal(["C5", "C6", "C18", "C22", "C23", "C24", "C25", "C28", "C30"], claims.Where(claim => claim.Status == ClaimStatus.Holds).Select(claim => claim.Id));
        // Theirs, and one of C26.
        Assert.Equal(20 + 1, covered.Length);
    }

    // A model may be a row of two tables, with the same accuracy in both.
    private static IEnumerable<(string Sweep, SweepRow Row)> Rows() =>
        from table in PublishedTable.All
        from row in table.Rows
        where table != PublishedTable.Figure1 || PublishedTable.Table1.Rows.All(other => other.Setting != row.Setting)
        from seed in new ulong[] { 49, 50, 51 }
        select (row.Setting.Sweep, Row(table, row, seed));

    private static SweepRow Row(PublishedTable table, PublishedRow row, ulong seed)
    {
        double?[] scores = [.. row.Scores.Select(score => score + 0.01 * (seed - 50.0)), null, null, null];
        Dictionary<string, string> axes = new() { ["pair"] = row.Setting.Pair, ["seed"] = $"{seed}" };
        if (row.Setting.Sparsity > 0) axes.Add("stage2.sparsity", FormattableString.Invariant($"{row.Setting.Sparsity}"));
        bool shortcuts = table == PublishedTable.Table2;
        return new SweepRow
        {
            Run = "r", Axes = axes, Model = row.Setting.Pair, Sparsity = row.Setting.Sparsity, Kept = 1, Validation = new ValidationScores(null, null),
            Accuracy = shortcuts
                ? new ModelAccuracy(null, null)
                {
                    Shortcuts = new ShortcutScores
                    {
                        Iid = scores[0], OodMean = scores[1], OodLang = null, OodVis = null, OodCrossModal = null,
                        Sets = VqaVsReader.Shortcuts.ToDictionary(set => set, _ => (double?)null),
                    },
                }
                : new ModelAccuracy(null, new TypeAccuracy { All = scores[0], YesNo = scores[1], Number = scores[2], Other = scores[3] }),
        };
    }
}
