using Espalier.Data;
using Espalier.Metrics;
using Espalier.Testing;

namespace Espalier.Core.Tests.Metrics;

public sealed class SweepTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_saved_is_read_again()
    {
        SweepTable table = new(["pair", "stage2.allocation"],
        [
            Row("a", new() { ["pair"] = "lpf+lmh" }, new TypeAccuracy { All = 61.25, YesNo = null, Number = 3, Other = 100 }, new(70.5, null)),
            Row("b", new() { ["pair"] = "x, \"y\"", ["stage2.allocation"] = "{ language: 0.5 }" }, null, new(null, 1.25)),
        ]);
        table.Save(folder.File("results.csv"));
        SweepTable read = SweepTable.Load(folder.File("results.csv"));

        Assert.Equal(table.Axes, read.Axes);
        Assert.Equivalent(table.Rows, read.Rows, strict: true);
    }

    [Fact]
    public void Scores_by_shortcut_are_columns_where_there_are_any()
    {
        SweepRow plain = Row("a", new() { ["pair"] = "lpf+lmh" }, null, new(null, null));
        ShortcutScores scores = new()
        {
            Iid = 71.5, OodMean = 40.25, OodLang = 30, OodVis = null, OodCrossModal = 50.75,
            Sets = VqaVsReader.Shortcuts.Index().ToDictionary(set => set.Item, set => set.Index == 4 ? null : (double?)set.Index + 0.5),
        };
        SweepTable table = new(["pair"], [plain, plain with { Run = "b", Accuracy = plain.Accuracy with { Shortcuts = scores } }]);
        table.Save(folder.File("results.csv"));

        Assert.Equivalent(table, SweepTable.Load(folder.File("results.csv")), strict: true);
        Assert.EndsWith("ood_other,iid,ood_mean,ood_lang,ood_vis,ood_crsm,QT,KW,KWP,QT+KW,KO,KOP,QT+KO,KW+KO,QT+KW+KO", File.ReadLines(folder.File("results.csv")).First());
        (table with { Rows = [plain] }).Save(folder.File("plain.csv"));
        Assert.EndsWith("ood_other", File.ReadLines(folder.File("plain.csv")).First());
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("run,model\n", "line 1")]
    [InlineData(Header + "a,lpf+lmh,half,3,,,,,,,,,,\n", "line 2")]
    [InlineData(Header + "a,lpf+lmh,0.5\n", "line 2")]
    [InlineData("run,pair,pair,model,sparsity,kept,validation_id,validation_ood,id_all,id_yes/no,id_number,id_other,ood_all,ood_yes/no,ood_number,ood_other\na,b,c,d,0.5,3,,,,,,,,,,\n", "line 1")]
    [InlineData("run,iid,ood_mean,ood_lang,ood_vis,ood_crsm,QT,KW,KWP,QT+KW,KO,KOP,QT+KO,KW+KO,QT+KW+KO\n", "line 1")]
    public void A_file_that_is_no_such_table_is_refused_with_its_place(string text, string place)
    {
        File.WriteAllText(folder.File("results.csv"), text);
        Assert.Equal(place, Assert.Throws<InputException>(() => SweepTable.Load(folder.File("results.csv"))).Place);
    }

    private const string Header = "run,model,sparsity,kept,validation_id,validation_ood,id_all,id_yes/no,id_number,id_other,ood_all,ood_yes/no,ood_number,ood_other\n";

    private static SweepRow Row(string run, Dictionary<string, string> axes, TypeAccuracy? ood, ValidationScores validation) => new()
    {
        Run = run,
        Axes = axes,
        Model = "lpf+lmh",
        Sparsity = 0.5,
        Kept = 1000,
        Validation = validation,
        Accuracy = new ModelAccuracy(null, ood),
    };
}
