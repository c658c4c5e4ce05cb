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
    [InlineData("lxmert-core", "run,seed,", "r,49,", "run r")]
    [InlineData("lxmert-core", "run,pair,", "r,full bce,", "run r")]
    [InlineData("lxmert-core", "run,pair,seed,", "r,full bce,-1,", "run r")]
    [InlineData("lxmert-core", "run,pair,seed,stage2.sparsity,", "r,bce+bce,49,half,", "run r")]
    [InlineData("lxmert-modality-search", "run,pair,seed,stage2.allocation,", "r,lmh+lmh,49,0.5/0.5,", "run r")]
    [InlineData("lxmert-modality-search", "run,pair,seed,stage2.allocation,", "r,lmh+lmh,49,0.5/0.5/0.5/0.5,", "run r")]
    [InlineData("lxmert-modality-search", "run,pair,seed,stage2.allocation,", "r,lmh+lmh,49,0.5/1.5/0.5,", "run r")]
    [InlineData("lxmert-core", "run,pair,seed,", "r,full bce,49,m,0,1,,,,,,,20,,,\nr,full bce,49,", "run r")]
    public void What_cannot_belong_to_the_paper_is_refused(string sweep, string axes, string values, string place)
    {
        File.WriteAllText(folder.File($"{sweep}.csv"), $"{axes}{Columns}{values}m,0,1,,,,,,,30,,,\n");
        InputException error = Assert.Throws<InputException>(() => PaperResults.Load(folder.Path));
        Assert.Equal(place, error.Place);
    }

    [Fact]
    public void A_folder_must_be_there() => Assert.Equal("folder", Assert.Throws<InputException>(() => PaperResults.Load(folder.File("none"))).Place);

    [Theory]
    [InlineData("a/lxmert-core.csv", PaperSweeps.Core)]
    [InlineData("lxmert-core-49.csv", PaperSweeps.Core)]
    [InlineData("lxmert-mask-start-late.csv", PaperSweeps.MaskStart)]
    [InlineData("lxmert.csv", null)]
    [InlineData("lxmert-cores.csv", null)]
    public void A_file_is_known_by_its_name(string file, string? sweep) => Assert.Equal(sweep, PaperSweeps.Of(file));
}
