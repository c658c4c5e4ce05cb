using System.Globalization;
using System.Text.RegularExpressions;
using Espalier.Testing;

namespace Espalier.Cli.Tests.Commands;

public sealed partial class PredictTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_likeliest_answers_of_the_sparse_model_come_first()
    {
        string printed = Cli.Print("predict", TinyRun.Folder, "--image", TinyRun.Picture, "--question", "What color is the banana?", "--top", "3");
        Assert.StartsWith("What color is the banana?  (lpf+lmh; regions: ", printed, StringComparison.Ordinal);
        Assert.Contains("stored with Orchard)", printed, StringComparison.Ordinal);
        double[] chances = [.. Row().Matches(printed).Select(row => double.Parse(row.Groups[2].Value, CultureInfo.InvariantCulture))];
        Assert.Equal(3, chances.Length);
        Assert.Equal(chances.OrderDescending(), chances);
        string[] answers = File.ReadAllLines(Path.Combine(TinyRun.Folder, "model", "answers.txt"));
        Assert.All(Row().Matches(printed), row => Assert.Contains(row.Groups[1].Value, answers));
    }

    [Fact]
    public void A_stored_picture_is_answered_as_in_the_predictions_of_the_run()
    {
        string predictions = File.ReadAllText(Path.Combine(TinyRun.Folder, "predictions", "bce.test-id.json"));
        long id = long.Parse(Regex.Match(predictions, "\"question_id\":([0-9]+)").Groups[1].Value, CultureInfo.InvariantCulture);
        string expected = Regex.Match(predictions, "\"answer\":\"([^\"]+)\"").Groups[1].Value;
        string questions = File.ReadAllText(Path.Combine(Path.GetDirectoryName(TinyRun.Picture)!, "..", "questions", "pool.json"));
        Match asked = Regex.Match(questions, $"\"image_id\":([0-9]+),\"question\":\"([^\"]+)\",\"question_id\":{id}\\b");
        string picture = Path.Combine(Path.GetDirectoryName(TinyRun.Picture)!, $"{asked.Groups[1].Value}.png");
        string printed = Cli.Print("predict", TinyRun.Folder, "--model", "full bce", "--image", picture, "--question", asked.Groups[2].Value, "--top", "1");
        Assert.Equal(expected, Row().Match(printed).Groups[1].Value);
    }

    [Theory]
    [InlineData("2 x 2 grid and the whole, in place of a detector")]
    [InlineData("2 given", "--box", "0", "0", "0.5", "0.5", "--box", "0.5", "0", "1", "1")]
    public void A_picture_from_elsewhere_is_described_in_a_grid_or_in_given_boxes(string regions, params string[] boxes)
    {
        string picture = folder.Write("mine.png", TinyPng.Of(250, 220, 20, side: 40));
        string printed = Cli.Print(["predict", TinyRun.Folder, "--image", picture, "--question", "What is it?", .. boxes]);
        Assert.Contains($"regions: {regions})", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Things_are_found_in_a_copy_of_a_picture()
    {
        string copy = folder.File("copy.png");
        File.Copy(TinyRun.Picture, copy);
        Assert.Matches(@"regions: [2-8] found before a plain background\)", Cli.Print("predict", TinyRun.Folder, "--image", copy, "--question", "What is it?"));
    }

    [Fact]
    public void A_model_that_the_run_has_not_is_named_with_the_nearest()
    {
        Outcome outcome = Cli.Run("predict", TinyRun.Folder, "--model", "full bcd", "--image", TinyRun.Picture, "--question", "What?");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("the nearest is 'full bce'", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_the_model_does_not_know_are_named()
    {
        string printed = Cli.Print("predict", TinyRun.Folder, "--image", TinyRun.Picture, "--question", "Wie viele bananas?");
        Assert.Contains("Not in the model's vocabulary: wie, viele\n", printed.Replace(" \n", "\n", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("vocabulary", Cli.Print("predict", TinyRun.Folder, "--image", TinyRun.Picture, "--question", "What color is the banana?"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_objective_alone_is_taken_for_the_full_model()
    {
        Outcome outcome = Cli.Run("predict", TinyRun.Folder, "--model", "bce", "--image", TinyRun.Picture, "--question", "What?");
        Assert.Contains("the nearest is 'full bce'", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("predict")]
    [InlineData("predict", "runs/tiny", "--question", "What?")]
    [InlineData("predict", "runs/tiny", "--image", "x.png", "--question", "What?", "--top", "0")]
    [InlineData("predict", "runs/tiny", "--image", "x.png", "--question", "What?", "--top", "many")]
    public void Bad_use_is_told_with_exit_code_1(params string[] args)
    {
        Outcome outcome = Cli.Run(args);
        Assert.Equal(1, outcome.Code);
        Assert.NotEqual("", outcome.Errors);
    }

    [GeneratedRegex(@"│ (.+?) +│ +([0-9.]+) │")]
    private static partial Regex Row();
}
