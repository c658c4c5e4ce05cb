using Espalier.Data;
using Espalier.Metrics;
using Espalier.Splits;
using Espalier.Testing;

namespace Espalier.Cli.Tests.Commands;

public sealed class DataVerbsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_made_folder_is_whole_and_a_recipe_can_train_on_it()
    {
        string orchard = folder.File("orchard");
        string printed = Cli.Print("data", "make", "orchard", "--out", orchard, "--train", "300", "--pretrain-images", "40");
        Assert.EndsWith($"Data: {orchard}\n", printed, StringComparison.Ordinal);
        var dataset = DatasetFolder.Open(orchard);
        Assert.Equal(["pool", .. PartNames.All.Order(StringComparer.Ordinal)], dataset.Parts.Order(StringComparer.Ordinal));
        Assert.Equal(300, dataset.Manifest.Parts[PartNames.Train]);
        string[] prepared = ["--set", "data.source=prepared", "--set", $"data.path={orchard}", "--set", "data.split=published"];
        Assert.Contains("300 questions to train on", Cli.Print(["validate", TinyRun.Recipe, .. prepared]), StringComparison.Ordinal);
        // The same options as the recipe's own data, and so the same models.
        Cli.Print(["run", TinyRun.Recipe, "--out", folder.File("run"), .. prepared]);
        Assert.Equal(File.ReadAllText(Path.Combine(TinyRun.Folder, "predictions", "bce.test-ood.json")),
            File.ReadAllText(Path.Combine(folder.File("run"), "predictions", "bce.test-ood.json")));
    }

    [Fact]
    public void A_resplit_shares_the_pictures_and_shifts_the_answers()
    {
        string orchard = folder.File("orchard"), hard = folder.File("hard");
        Cli.Print("data", "make", "orchard", "--out", orchard, "--train", "300", "--crossing", "0.4");
        Cli.Print("data", "resplit", orchard, "--out", hard, "--hard", "--seed", "3");
        Assert.Equal(DatasetFolder.Open(orchard).FeaturesPath, DatasetFolder.Open(hard).FeaturesPath);
        Assert.Contains("crossing 0,", DatasetFolder.Open(hard).Manifest.Provenance["split"], StringComparison.Ordinal);
        double mild = MeasuredSplit.Of(DatasetFolder.Open(orchard))!.Parts[^1].Divergence, strong = MeasuredSplit.Of(DatasetFolder.Open(hard))!.Parts[^1].Divergence;
        Assert.True(strong > mild + 0.2, $"{strong} against {mild}");
        Assert.Contains("Coverage of test-ood by train", Cli.Print("data", "stats", hard), StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_by_shortcuts_is_described_and_its_sets_are_scored()
    {
        string orchard = folder.File("orchard"), predictions = folder.File("p.json");
        string printed = Cli.Print("data", "make", "orchard", "--out", orchard, "--train", "600", "--varying-shortcut");
        Assert.Contains("test tail (OOD)", printed, StringComparison.Ordinal);
        Assert.Contains("Overlap", Cli.Print("data", "stats", orchard), StringComparison.Ordinal);
        var dataset = DatasetFolder.Open(orchard);
        VqaDataset test = dataset.ReadPart(PartNames.TestId);
        Assert.Equal(600, dataset.Manifest.Parts[PartNames.Train]);
        HashSet<long> right = [.. dataset.ReadShortcuts(test)!["QT"]];
        PredictionFile.Write(predictions, test.Examples.Select(e => (e.QuestionId, right.Contains(e.QuestionId) ? e.MultipleChoiceAnswer : "nothing")));
        string scored = Cli.Print("evaluate", "--predictions", predictions, "--data", orchard, "--part", "test-id");
        Assert.Matches($@"│ QT +│ +{right.Count} │ +\d+\.\d\d │", scored);
        Assert.Contains("OOD-crsM", scored, StringComparison.Ordinal);
        string language = folder.File("language");
        File.WriteAllText(folder.File("shown.json"), """[{"image_id":1,"objects":["cup"]}]""");
        Assert.Equal(1, Cli.Run("data", "resplit", orchard, "--out", language, "--objects", folder.File("shown.json")).Code);
        Assert.Equal(1, Cli.Run("data", "resplit", orchard, "--out", language, "--varying-shortcut", "--hard").Code);
        Assert.Equal(1, Cli.Run("data", "resplit", orchard, "--out", language, "--tail", "2").Code);
        Cli.Print("data", "resplit", orchard, "--out", language, "--varying-shortcut", "--objects", folder.File("shown.json"), "--minimum-group", "10");
        Assert.Equal(["cup"], ImageObjects.Read(DatasetFolder.Open(language).ObjectsPath!).Names);
    }

    [Fact]
    public void Own_pictures_and_questions_are_imported()
    {
        string mine = MakeOwn(), prepared = folder.File("prepared");
        string printed = Cli.Print("data", "import", "folder", mine, "--out", prepared, "--grid", "2");
        Assert.Contains("│ pool │         2 │", printed, StringComparison.Ordinal);
        Assert.Equal("2", DatasetFolder.Open(prepared).Manifest.Provenance["grid"]);
        Snapshot.Match("stats.txt", Cli.Print("data", "stats", prepared, "--minimum", "1"));
    }

    [Fact]
    public void Questions_without_pictures_are_told_not_to_be_trainable()
    {
        string mine = MakeOwn();
        Directory.Delete(Path.Combine(mine, "images"), recursive: true);
        Assert.Contains("no pictures were found", Cli.Print("data", "import", "vqa-v2", mine, "--out", folder.File("prepared")), StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_questions_for_a_split_are_told_with_the_folder_that_was_asked_for()
    {
        string orchard = folder.File("orchard");
        Outcome outcome = Cli.Run("data", "make", "orchard", "--out", orchard, "--train", "1");
        Assert.Equal(2, outcome.Code);
        Assert.StartsWith($"espalier: {orchard}: part pool: found 3 questions that leave 3 for training", outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("make", "orchard")]
    [InlineData("import", "folder", "SOURCE")]
    [InlineData("resplit", "SOURCE")]
    public void Nothing_is_overwritten(params string[] verb)
    {
        string mine = MakeOwn(), taken = Directory.CreateDirectory(folder.File("taken")).FullName;
        File.WriteAllText(Path.Combine(taken, "mine.txt"), "mine");
        Outcome outcome = Cli.Run(["data", .. verb.Select(word => word == "SOURCE" ? mine : word), "--out", taken]);
        Assert.Equal(2, outcome.Code);
        Assert.Contains("nothing is overwritten", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(taken, "mine.txt")));
    }

    [Fact]
    public void A_part_of_the_statistics_can_be_chosen()
    {
        string mine = MakeOwn();
        Assert.Equal(2, Cli.Run("data", "stats", mine, "--part", "test").Code);
        Assert.Contains("Answers of pool", Cli.Print("data", "stats", mine, "--part", "pool"), StringComparison.Ordinal);
    }

    private string MakeOwn()
    {
        string mine = folder.File("mine");
        Directory.CreateDirectory(Path.Combine(mine, "images"));
        File.WriteAllBytes(Path.Combine(mine, "images", "1.png"), TinyPng.Of(200, 0, 0));
        File.WriteAllBytes(Path.Combine(mine, "images", "2.png"), TinyPng.Of(0, 0, 200));
        File.WriteAllText(Path.Combine(mine, "questions.json"), """
            {"questions":[{"image_id":1,"question":"What color is it?","question_id":10},
            {"image_id":2,"question":"Is it red?","question_id":20}]}
            """);
        File.WriteAllText(Path.Combine(mine, "annotations.json"), """
            {"annotations":[{"question_id":10,"multiple_choice_answer":"red"},
            {"question_id":20,"multiple_choice_answer":"no"}]}
            """);
        return mine;
    }
}
