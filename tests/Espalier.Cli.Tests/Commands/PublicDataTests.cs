using Espalier.Data;
using Espalier.Splits;
using Espalier.Testing;

namespace Espalier.Cli.Tests.Commands;

/// <summary>What the verbs print about published files; the numbers of VQA-VS were counted independently.</summary>
public sealed class PublicDataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_statistics_of_the_validation_split_of_VQA_VS_are_printed_to_the_last_digit()
    {
        string printed = Cli.Print("data", "stats", Public("vqa-vs-val.zip"));
        string[][] rows = [.. printed.Split('\n').Where(line => line.StartsWith('│')).Select(line => line.Split('│', StringSplitOptions.TrimEntries)[1..^1])];
        Assert.Equal(["Val", "32,723", "27,265", "65", "12,302", "4,251", "16,170", "4,329", "20", "6.196"], Row("Val"));
        Assert.Equal("yes 6,293; no 6,050; 1 896; 2 887; white 661; 3 498; 0 457; red 407; blue 400; black 362", Row("most frequent")[1]);
        Assert.Equal("327", Row("with 9 or more questions")[1]);
        Assert.Equal("yes, gray, no, white, right, wall, yellow, 1, bus, 2", Row("first of these, in order")[1]);
        Assert.Equal("3,458", Row("questions with none of these")[1]);
        Assert.Equal("83.516", Row("best possible with these (%), score min(n/3, 1)")[1]);
        Assert.Equal("82.618", Row("best possible with these (%), score 0, .3, .6, .9, 1")[1]);
        Assert.Equal("33.521 (yes/no 65.924, number 29.475, other 9.932)", Row("answer prior alone (%), score min(n/3, 1)")[1]);
        Assert.Equal("32.918 (yes/no 64.977, number 28.798, other 9.612)", Row("answer prior alone (%), score 0, .3, .6, .9, 1")[1]);
        Assert.Equal(["what sport is", "198", "tennis 0.26263, baseball 0.24411, skiing 0.11785, frisbee 0.10101", "0.9966"], Row("what sport is"));
        Assert.Equal(["how many", "3,110", "2 0.34652, 1 0.30782, 3 0.21179, 4 0.16699", "1.6449"], Row("how many"));
        Assert.Equal(["what color is the", "2,112", "white 0.23453, blue 0.16588, red 0.16367, black 0.14899", "1.4593"], Row("what color is the"));
        Assert.Equal(["is the", "2,665", "1.2439"], Row("is the").Where((_, i) => i != 2));
        Assert.StartsWith("no 0.58637, yes 0.58286", Row("is the")[2], StringComparison.Ordinal);

        string[] Row(string name) => rows.First(row => row[0] == name);
    }

    [Fact]
    public void Easy_VQA_is_imported_whole()
    {
        string prepared = folder.File("easy-vqa");
        Cli.Print("data", "import", "easy-vqa", Public("easy-vqa.zip"), "--out", prepared);
        var dataset = DatasetFolder.Open(prepared);
        Assert.Equal((38_575, 9_673), (dataset.Manifest.Parts[PartNames.Train], dataset.Manifest.Parts[PartNames.TestId]));
        Assert.Equal(5_000, Directory.GetFiles(dataset.ImagesPath!).Length);
    }

    [Fact]
    public void A_subset_of_VQA_v2_is_imported_and_resplit()
    {
        string prepared = folder.File("vqa-v2"), split = folder.File("changed");
        string printed = Cli.Print("data", "import", "vqa-v2", Public("vqa-v2-text"), "--out", prepared);
        Assert.Contains("│ train         │    48,061 │", printed, StringComparison.Ordinal);
        Cli.Print("data", "resplit", prepared, "--out", split);
        SplitReport report = MeasuredSplit.Of(DatasetFolder.Open(split))!;
        Assert.True(report.Parts[^1].Divergence > 2 * report.Parts[1].Divergence - 0.1);
        Assert.InRange(report.Coverage.FrequentCovered, 900, 1000);
    }

    private static string Public(string name)
    {
        string? path = SharedData.Find(name);
        Assert.SkipUnless(path is not null, $"shared/data/{name} is not there");
        return path;
    }
}
