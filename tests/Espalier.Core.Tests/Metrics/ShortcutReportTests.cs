using Espalier.Data;
using Espalier.Metrics;
using static Espalier.Core.Tests.Data.Questions;

namespace Espalier.Core.Tests.Metrics;

public sealed class ShortcutReportTests
{
    private readonly (VqaExample, string)[] predictions = [.. Enumerable.Range(0, 10).Select(i => (Example(i, "yes"), i < 4 ? "yes" : "no"))];

    [Fact]
    public void Sets_count_the_same_whatever_their_size()
    {
        Dictionary<string, IReadOnlyCollection<long>> sets = VqaVsReader.Shortcuts.ToDictionary(name => name, IReadOnlyCollection<long> (_) => [0]);
        sets["QT"] = [4, 5, 6];
        sets["KO"] = [3, 4];
        ShortcutReport report = ShortcutReport.Of(predictions, sets);
        Assert.Equal(new AccuracyCell(10, 40), report.Iid);
        Assert.Equal(new AccuracyCell(2, 50), report.ByShortcut["KO"]);
        Assert.Equal((75, 75, 100), (report.Language, report.Vision, report.CrossModal));
        Assert.Equal((0 + (7 * 100) + 50) / 9.0, report.Mean!.Value, 1e-9);
    }

    [Fact]
    public void A_mean_over_an_empty_set_is_unknown()
    {
        Dictionary<string, IReadOnlyCollection<long>> sets = VqaVsReader.Shortcuts.ToDictionary(name => name, IReadOnlyCollection<long> (_) => [0]);
        sets["KOP"] = [];
        ShortcutReport report = ShortcutReport.Of(predictions, sets);
        Assert.Null(report.Vision);
        Assert.Null(report.Mean);
        Assert.Equal(100, report.Language);
    }

    [Fact]
    public void Missing_sets_and_predictions_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ShortcutReport.Of(predictions, new Dictionary<string, IReadOnlyCollection<long>>()));
        Dictionary<string, IReadOnlyCollection<long>> sets = VqaVsReader.Shortcuts.ToDictionary(name => name, IReadOnlyCollection<long> (_) => [99]);
        Assert.Throws<ArgumentException>(() => ShortcutReport.Of(predictions, sets));
    }
}
