using Espalier.Metrics;
using Espalier.Paper;
using Espalier.Testing;

namespace Espalier.Core.Tests.Paper;

public sealed class PaperResultsTests : IDisposable
{
    private const string Columns = "model,sparsity,kept,validation_id,validation_ood,id_all,id_yes/no,id_number,id_other,ood_all,ood_yes/no,ood_number,ood_other\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Parts_of_a_sweep_are_joined_and_other_files_left_unread()
    {
        foreach (ulong seed in (ulong[])[49, 50]) InventedPaper.Table(InventedPaper.Rows(PaperSweeps.Core, [seed])).Save(folder.File($"lxmert-core-{seed}.csv"));
        InventedPaper.Table(InventedPaper.Rows(PaperSweeps.Core, [50, 51])).Save(folder.File("lxmert-core.csv"));
        File.WriteAllText(folder.File("notes.csv"), "anything");
        PaperResults results = PaperResults.Load(folder.Path);

        Assert.Equal([49ul, 50ul, 51ul], results.Seeds);
        Assert.Equal(3 * (4 + 2 * 7 * 5), results.Runs);
        Assert.Equal("notes.csv", Path.GetFileName(Assert.Single(results.Unread)));
        SeedStatistics full = results.Over(new PaperCurve(PaperSweeps.Core, "full lmh").At(0.7), Measure.Ood)!;
        Assert.Equal((3, 50), (full.Count, Math.Round(full.Mean, 6)));
        Assert.Null(results.Over(new PaperSetting(PaperSweeps.VisualBert, "full lmh", 0), Measure.Ood));
    }

    [Fact]
    public void A_modality_pruned_alone_is_not_taken_for_all_pruned()
    {
        InventedPaper.Save(folder.Path, [49]);
        PaperResults results = PaperResults.Load(folder.Path);
        double Score(string variant) => results.Over(new PaperSetting(PaperSweeps.VaryingShortcut, "bce+bce", 0.5, variant), Measure.OodVis)!.Mean;
        Assert.NotEqual(Score(""), Score("vision"));
    }

    [Theory]
    [InlineData("lxmert-core", "run,seed,", "r,49,", "no pair")]
    [InlineData("lxmert-core", "run,pair,", "r,full bce,", "the seed ''")]
    [InlineData("lxmert-core", "run,pair,seed,", "r,full bce,-1,", "the seed '-1'")]
    [InlineData("lxmert-core", "run,pair,seed,stage2.sparsity,", "r,bce+bce,49,half,", "the sparsity 'half'")]
    [InlineData("lxmert-modality-search", "run,pair,seed,stage2.allocation,", "r,lmh+lmh,49,0.5/0.5,", "the allocation '0.5/0.5'")]
    [InlineData("lxmert-modality-search", "run,pair,seed,stage2.allocation,", "r,lmh+lmh,49,0.5/0.5/0.5/0.5,", "the allocation '0.5/0.5/0.5/0.5'")]
    [InlineData("lxmert-modality-search", "run,pair,seed,stage2.allocation,", "r,lmh+lmh,49,0.5/1.5/0.5,", "the allocation '0.5/1.5/0.5'")]
    [InlineData("lxmert-core", "run,pair,seed,", "q,full bce,49,n,0,1,,,,,,,30,,,\nr,full bce,49,", "the models n and m with the same settings")]
    public void What_cannot_belong_to_the_paper_is_refused(string sweep, string axes, string values, string found)
    {
        File.WriteAllText(folder.File($"{sweep}.csv"), $"{axes}{Columns}{values}m,0,1,,,,,,,30,,,\n");
        InputException error = Assert.Throws<InputException>(() => PaperResults.Load(folder.Path));
        Assert.Equal((folder.File($"{sweep}.csv"), "run r", found), (error.File, error.Place, error.Found));
    }

    public static TheoryData<string, Func<SweepRow, SweepRow>> Deviations => new()
    {
        { "kept", row => row with { Kept = row.Kept + 1 } },
        { "sparsity", row => row with { Sparsity = 0.4 } },
        { "validation", row => row with { Validation = row.Validation with { Id = 1 } } },
        { "answer type", row => row with { Accuracy = row.Accuracy with { Id = row.Accuracy.Id! with { Number = 1 } } } },
        { "IID", row => Of(row, scores => scores with { Iid = 1 }) },
        { "OOD-vis", row => Of(row, scores => scores with { OodVis = 1 }) },
        { "one set", row => Of(row, scores => scores with { Sets = scores.Sets.ToDictionary(set => set.Key, set => set.Key == "KO" ? 1 : set.Value) }) },
        { "no shortcuts", row => row with { Accuracy = row.Accuracy with { Shortcuts = null } } },
    };

    [Theory]
    [MemberData(nameof(Deviations))]
    public void A_run_may_come_twice_only_with_the_same_results(string what, Func<SweepRow, SweepRow> change)
    {
        IReadOnlyList<SweepRow> rows = InventedPaper.Rows(PaperSweeps.VaryingShortcut, [49]);
        SweepRow again = Of(rows[0], scores => scores with { Sets = scores.Sets.Reverse().ToDictionary() });
        Assert.Equal(rows.Count, PaperResults.Of(PaperSweeps.VaryingShortcut, [.. rows, again]).Runs);
        InputException error = Assert.Throws<InputException>(() => PaperResults.Of(PaperSweeps.VaryingShortcut, [.. rows, change(again)]));
        Assert.True(error.Found == "results of full bce that differ from those of another run with the same settings", what);
    }

    [Fact]
    public void Results_of_the_papers_scale_stand_alone()
    {
        SweepTable table = InventedPaper.Table(InventedPaper.Rows(PaperSweeps.Core, [49]));
        table.Save(folder.File("paper-lxmert-core.csv"));
        PaperResults results = PaperResults.Load(folder.Path);
        Assert.True(results.IsPaperScale);
        Assert.NotNull(results.Over(new PaperCurve(PaperSweeps.Core, "full lmh").At(0), Measure.Ood));

        table.Save(folder.File("lxmert-core-49.csv"));
        Assert.Equal("a folder for each", Assert.Throws<InputException>(() => PaperResults.Load(folder.Path)).Expected);
    }

    [Fact]
    public void A_folder_must_be_there() => Assert.Equal("folder", Assert.Throws<InputException>(() => PaperResults.Load(folder.File("none"))).Place);

    [Theory]
    [InlineData("a/lxmert-core.csv", PaperSweeps.Core)]
    [InlineData("lxmert-core-49.csv", PaperSweeps.Core)]
    [InlineData("paper-lxmert-core-49.csv", PaperSweeps.Core)]
    [InlineData("mplug-varying-shortcut.csv", null)]
    [InlineData("lxmert-core-old.csv", null)]
    [InlineData("lxmert-core-49-old.csv", null)]
    [InlineData("paper-.csv", null)]
    [InlineData("lxmert.csv", null)]
    [InlineData("lxmert-cores.csv", null)]
    public void A_file_is_known_by_its_name(string file, string? sweep) => Assert.Equal(sweep, PaperSweeps.Of(file));

    private static SweepRow Of(SweepRow row, Func<ShortcutScores, ShortcutScores> change) =>
        row with { Accuracy = row.Accuracy with { Shortcuts = change(row.Accuracy.Shortcuts!) } };
}
