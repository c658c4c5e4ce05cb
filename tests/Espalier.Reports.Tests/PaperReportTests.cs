using Espalier.Paper;
using Espalier.Paper.Claims;
using Espalier.Reports.Paper;
using Espalier.Reports.Tables;
using Espalier.Tables;
using Espalier.Testing;
using SkiaSharp;

namespace Espalier.Reports.Tests;

public sealed class PaperReportTests : IDisposable
{
    private static readonly ulong[] Seeds = [49, 50, 51];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_page_has_everything_and_shows_every_picture()
    {
        PaperReport report = Write();
        string page = File.ReadAllText(report.Page);
        string[] pictures = [.. Directory.EnumerateFiles(folder.File("out/pictures")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

        Assert.Equal(16, pictures.Length);
        Assert.All(pictures, picture => Assert.Contains($"](pictures/{picture})", page, StringComparison.Ordinal));
        Assert.All(pictures, picture =>
        {
            using SKBitmap bitmap = SKBitmap.Decode(folder.File($"out/pictures/{picture}"));
            Assert.True(bitmap.Width > 1000 && bitmap.Height > 1000, picture);
        });
        Assert.Contains("Of 30 claims of Si et al. 2023, 29 hold, 0 do not hold, 0 are not distinguishable, 1 not run.", page, StringComparison.Ordinal);
        Assert.Contains("the seeds 49, 50, 51", page, StringComparison.Ordinal);
        Assert.Contains("Ours is the official one; the paper's scripts count min(n/3, 1)", page, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("out/claims.json")));
        Assert.Equal((0, null), (report.Unread.Count, report.MissingFont));

        // The same results give the same bytes.
        Dictionary<string, byte[]> first = Directory.EnumerateFiles(folder.File("out"), "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllBytes);
        Write();
        Assert.All(first, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
    }

    [Fact]
    public void Of_few_results_what_there_is_is_shown()
    {
        Directory.CreateDirectory(folder.File("results"));
        InventedPaper.Table([.. InventedPaper.Rows(PaperSweeps.Core, [49]).Where(row => row.Axes["pair"] is "full bce" or "bce+lmh")])
            .Save(folder.File("results/lxmert-core-49.csv"));
        PaperReport report = PaperReport.Write(folder.File("results"), folder.File("out"));

        Assert.Equal(["masks-id.png", "masks-ood.png", "type-number.png", "type-other.png", "type-yes-no.png"],
            Directory.EnumerateFiles(folder.File("out/pictures")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("2 of 2 comparisons: bce+lmh − full bce, 10 to 70 % +25.05 (one seed)", ClaimTables.Line(report.Claims[2]), StringComparison.Ordinal);
        Assert.StartsWith("2 of 6 comparisons run, 0 hold: ", ClaimTables.Line(report.Claims[1]), StringComparison.Ordinal);
        Assert.Equal("", ClaimTables.Line(report.Claims[9]));
    }

    [Fact]
    public void The_page_tells_the_scale_of_its_results()
    {
        Assert.Contains("Ours is a tiny model on drawn pictures", File.ReadAllText(Write().Page), StringComparison.Ordinal);
        Directory.CreateDirectory(folder.File("large"));
        InventedPaper.Table(InventedPaper.Rows(PaperSweeps.Core, [49])).Save(folder.File("large/paper-lxmert-core.csv"));
        string page = File.ReadAllText(PaperReport.Write(folder.File("large"), folder.File("out")).Page);
        Assert.Contains("Models and data are as large as the paper's.", page, StringComparison.Ordinal);
        Assert.Contains("Seeds share data and checkpoint", page, StringComparison.Ordinal);
        Assert.Contains("Accuracy in percent on VQA-CP v2;", page, StringComparison.Ordinal);
        Assert.Contains("| ours all |", page, StringComparison.Ordinal);
        Assert.DoesNotContain("drawn pictures", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_finished_runs_there_is_a_page_that_says_so()
    {
        Directory.CreateDirectory(folder.File("results"));
        InventedPaper.Table([]).Save(folder.File("results/lxmert-core.csv"));
        PaperReport report = PaperReport.Write(folder.File("results"), folder.File("out"));
        string page = File.ReadAllText(report.Page);
        Assert.Contains("Nothing has been run.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("## Pictures", page, StringComparison.Ordinal);
        Assert.DoesNotContain("**", page, StringComparison.Ordinal);
        Assert.Contains("not run", PaperTables.Beside(PublishedTable.Table2, PaperResults.Load(folder.File("results"))).Rows[0].Cells[4].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "no CSV file")]
    [InlineData("other.csv", "only CSV files with names of no sweep of the paper")]
    public void A_folder_without_results_is_bad_input(string? file, string found)
    {
        Directory.CreateDirectory(folder.File("results"));
        if (file is not null) File.WriteAllText(folder.File($"results/{file}"), "");
        InputException error = Assert.Throws<InputException>(() => PaperReport.Write(folder.File("results"), folder.File("out")));
        Assert.Equal(found, error.Found);
        Assert.False(Directory.Exists(folder.File("out")));
    }

    [Fact]
    public void The_tables_read_as_they_always_did()
    {
        InventedPaper.Save(folder.Path, Seeds);
        PaperResults results = PaperResults.Load(folder.Path);
        IReadOnlyList<ClaimFinding> claims = PaperClaims.Judge(results);
        IEnumerable<ReportTable> tables = PublishedTable.All.Select(table => PaperTables.Beside(table, results)).Append(PaperTables.Longer(results));
        Snapshot.Match("paper.md", string.Join('\n', tables.Select(table => table.ToMarkdown())));
        Snapshot.Match("claims.md", ClaimTables.Summary(claims).ToMarkdown() + '\n' + ClaimTables.Evidence(claims).ToMarkdown());
    }

    [Theory]
    [InlineData(1, 3, "1")]
    [InlineData(3, 1, "3")]
    public void A_full_model_comes_from_the_sweep_with_more_seeds_a_sparse_one_from_that_with_the_papers_allocation(int inTable, int inCore, string sparse)
    {
        InventedPaper.Table(InventedPaper.Rows(PaperSweeps.Table1, Seeds[..inTable])).Save(folder.File("table-1.csv"));
        InventedPaper.Table(InventedPaper.Rows(PaperSweeps.Core, Seeds[..inCore])).Save(folder.File("lxmert-core.csv"));
        ReportTable table = PaperTables.Beside(PublishedTable.Table1, PaperResults.Load(folder.Path));
        Assert.Equal(("full lmh", "3"), (table.Rows[2].Cells[1].Text, table.Rows[2].Cells[3].Text));
        Assert.Equal(("lpf+lmh, by modality", sparse), (table.Rows[5].Cells[1].Text, table.Rows[5].Cells[3].Text));
    }

    [Fact]
    public void What_failed_is_told_first()
    {
        InventedPaper.Save(folder.Path, Seeds, score => 100 - score);
        ClaimFinding claim = PaperClaims.Judge(PaperResults.Load(folder.Path))[4];
        Assert.Equal(ClaimStatus.DoesNotHold, claim.Status);
        Assert.Equal(
            "2 of 2 comparisons: full lmh − full lpf −10.00 [−10.00, −10.00]; full lpf − full bce −20.00 [−20.00, −20.00]", ClaimTables.Line(claim));
    }

    private PaperReport Write()
    {
        InventedPaper.Save(folder.File("results"), Seeds);
        return PaperReport.Write(folder.File("results"), folder.File("out"));
    }
}
