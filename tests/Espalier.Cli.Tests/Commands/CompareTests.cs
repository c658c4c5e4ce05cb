namespace Espalier.Cli.Tests.Commands;

public sealed class CompareTests
{
    [Fact]
    public void A_model_is_not_distinguishable_from_itself()
    {
        string printed = Cli.Print("compare", TinyRun.Folder, "lpf+lmh", TinyRun.Folder, "lpf+lmh");
        Assert.Contains("0.00 points, 95 % interval 0.00 to 0.00: not distinguishable", Joined(printed), StringComparison.Ordinal);
        Assert.Contains("Similarity of their masks: 1.000", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void The_difference_is_that_of_the_accuracies_and_full_models_have_no_masks()
    {
        Metrics.RunSummary summary = Metrics.RunSummary.Load(Path.Combine(TinyRun.Folder, "summary.json"));
        double difference = summary.Models[0].Accuracy.Id!.All!.Value - summary.Models[1].Accuracy.Id!.All!.Value;
        string printed = Cli.Print("compare", TinyRun.Folder, summary.Models[0].Id, TinyRun.Folder, summary.Models[1].Id, "--part", "test-id");
        string shown = Joined(printed).Split("test-id: ")[1].Split(" points")[0];
        Assert.Equal(difference, double.Parse(shown, System.Globalization.CultureInfo.InvariantCulture), 0.011);
        Assert.DoesNotContain("Similarity", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lpf+lmx", "test-ood", "the nearest is 'lpf+lmh'")]
    [InlineData("lpf+lmh", "test-odd", "no 'test-odd'")]
    [InlineData("lpf+lmh", "validation-id", "expected test-id or test-ood")]
    public void What_is_not_there_is_told(string model, string part, string told)
    {
        Outcome outcome = Cli.Run("compare", TinyRun.Folder, model, TinyRun.Folder, "full bce", "--part", part);
        Assert.Equal(2, outcome.Code);
        Assert.Contains(told, Joined(outcome.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_on_other_data_are_not_compared()
    {
        using Espalier.Testing.TemporaryFolder folder = new();
        string other = TinyRun.CopyTo(folder.File("other")), inputs = Path.Combine(other, "model", "inputs.json");
        File.WriteAllText(inputs, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(inputs), "(?<=\"data\": \").", "x"));
        Outcome outcome = Cli.Run("compare", TinyRun.Folder, "lpf+lmh", other, "lpf+lmh");
        Assert.Equal(2, outcome.Code);
        Assert.Contains($"{other}: data: found a run on other questions, answers or features than {TinyRun.Folder}; expected two runs on the same data", Joined(outcome.Errors), StringComparison.Ordinal);
    }

    // The screen breaks long lines.
    private static string Joined(string printed) => printed.ReplaceLineEndings(" ");
}
