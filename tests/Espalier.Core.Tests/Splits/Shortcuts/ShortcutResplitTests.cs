using Espalier.Data;
using Espalier.Splits;
using Espalier.Splits.Shortcuts;
using Espalier.Testing;

namespace Espalier.Tests.Splits.Shortcuts;

public sealed class ShortcutResplitTests : IDisposable
{
    private static readonly VaryingShortcutOptions Options = new() { Seed = 3 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Parts_sets_and_statistics_come_back_as_they_were_made()
    {
        SplitResult made = ShortcutResplit.Write(Source(), folder.File("target"), Options, Objects());
        var target = DatasetFolder.Open(folder.File("target"));
        Assert.Equal(PartNames.All.Order(StringComparer.Ordinal), target.Parts);
        ShortcutSets sets = target.ReadShortcuts(target.ReadPart(PartNames.TestId))!;
        Assert.All(VqaVsReader.Shortcuts, name => Assert.Equal(made.Shortcuts[PartNames.TestId][name], sets[name]));
        Assert.Null(target.ReadShortcuts(target.ReadPart(PartNames.Train)));
        Assert.Equal(["cup", "person"], ImageObjects.Read(target.ObjectsPath!).Names);
        SplitReport measured = MeasuredSplit.Of(target)!;
        Assert.Equal(made.Report.Parts, measured.Parts);
        Assert.Equal(made.Report.Shortcuts!.Rows.Select(row => (row.Shortcut, row.TrainGroups, row.TestGroups, row.Imbalanced, row.Head, row.Tail)),
            measured.Shortcuts!.Rows.Select(row => (row.Shortcut, row.TrainGroups, row.TestGroups, row.Imbalanced, row.Head, row.Tail)));
        Assert.Equal(made.Report.Shortcuts.Rows[0].Overlap, measured.Shortcuts.Rows[0].Overlap);
        Assert.Equal(Options, measured.Shortcuts.Options);
        Assert.Contains("varying-shortcut, seed 3", target.Manifest.Provenance["split"], StringComparison.Ordinal);
    }

    [Fact]
    public void Sets_made_elsewhere_are_measured_without_groups()
    {
        ShortcutResplit.Write(Source(), folder.File("target"), Options, Objects());
        var target = DatasetFolder.Open(folder.File("target"));
        IReadOnlyList<ShortcutRow> made = MeasuredSplit.Of(target)!.Shortcuts!.Rows;
        File.Delete(target.SplitPath);
        IReadOnlyList<ShortcutRow> measured = MeasuredSplit.Of(target)!.Shortcuts!.Rows;
        Assert.Equal(made.Where(row => row.Tail > 0).Select(row => (row.Shortcut, row.Tail, row.PriorTail)), measured.Select(row => (row.Shortcut, row.Tail, row.PriorTail)));
        Assert.All(measured, row => Assert.Null(row.Imbalanced));
    }

    [Fact]
    public void Parts_can_stand_beside_their_pool()
    {
        DatasetFolder source = Source();
        SplitResult made = ShortcutResplit.Add(source, Options);
        Assert.Contains("pool", DatasetFolder.Open(source.Path).Parts);
        Assert.Equal(made.Shortcuts[PartNames.TestId]["QT"], source.ReadShortcuts(source.ReadPart(PartNames.TestId))!["QT"]);
    }

    [Fact]
    public void Sets_of_other_questions_and_damaged_records_are_refused()
    {
        ShortcutResplit.Write(Source(), folder.File("target"), Options);
        var target = DatasetFolder.Open(folder.File("target"));
        new ShortcutSets(new Dictionary<string, IReadOnlyList<long>> { ["KW"] = [99_999_999] }).Write(target.ShortcutsPath(PartNames.TestId));
        Assert.Contains("99999999", Assert.Throws<InputException>(() => target.ReadShortcuts(target.ReadPart(PartNames.TestId))).Found, StringComparison.Ordinal);
        File.WriteAllText(target.ShortcutsPath(PartNames.TestId), """{"QT":[1,1]}""");
        Assert.Contains("a second time", Assert.Throws<InputException>(() => target.ReadShortcuts(target.ReadPart(PartNames.TestId))).Found, StringComparison.Ordinal);
        File.WriteAllText(target.SplitPath, """{"shortcuts":{"rows":5}}""");
        Assert.Equal("damaged JSON", Assert.Throws<InputException>(() => ShortcutStatistics.Load(target.SplitPath)).Found);
        File.WriteAllText(target.SplitPath, """{ "\ud800shortcuts": 1 }""");
        Assert.Equal("damaged JSON", Assert.Throws<InputException>(() => ShortcutStatistics.Load(target.SplitPath)).Found);
    }

    private string Objects()
    {
        string path = folder.File("shown.json");
        string images = string.Join(',', Enumerable.Range(1, 500).Select(id => $$"""{"image_id":{{id}},"objects":["{{(id % 3 == 0 ? "person" : "cup")}}"]}"""));
        File.WriteAllText(path, $$"""{"images":[{{images}}]}""");
        return path;
    }

    private DatasetFolder Source() => DatasetFolder.Create(folder.File("source"), new DatasetManifest { Name = "made up", Source = "folder" }, [Pools.Made(2000, 1)]);
}
