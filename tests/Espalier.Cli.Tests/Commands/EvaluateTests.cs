using System.Globalization;
using Espalier.Metrics;
using Espalier.Testing;

namespace Espalier.Cli.Tests.Commands;

public sealed class EvaluateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("full bce", "test-ood", "bce.test-ood.json")]
    [InlineData("lpf+lmh", "test-id", "lpf+lmh.test-id.json")]
    public void Evaluating_again_gives_what_the_run_has_written(string model, string part, string predictions)
    {
        string output = folder.File("again.json");
        string printed = Cli.Print("evaluate", TinyRun.Folder, "--model", model, "--part", part, "--predictions", output);
        Assert.Equal(File.ReadAllText(Path.Combine(TinyRun.Folder, "predictions", predictions)), File.ReadAllText(output));
        ModelAccuracy accuracy = RunSummary.Load(Path.Combine(TinyRun.Folder, "summary.json")).Models.First(known => known.Id == model).Accuracy;
        double all = (part == "test-ood" ? accuracy.Ood : accuracy.Id)!.All!.Value;
        string row = printed.Split('\n').First(line => line.StartsWith("│ all  ", StringComparison.Ordinal));
        Assert.Equal(all.ToString("0.00", CultureInfo.InvariantCulture), row.Split('│')[3].Trim());
    }

    [Fact]
    public void Nothing_is_overwritten()
    {
        string mine = folder.Write("mine.json", "mine"u8);
        Assert.Equal(2, Cli.Run("evaluate", TinyRun.Folder, "--predictions", mine).Code);
        Assert.Equal("mine", File.ReadAllText(mine));
    }

    [Fact]
    public void Anybodys_predictions_are_scored()
    {
        string questions = folder.Write("questions.json", """
            {"questions":[{"image_id":1,"question":"Is it red?","question_id":10},
            {"image_id":1,"question":"How many?","question_id":11},
            {"image_id":2,"question":"What color is it?","question_id":20}]}
            """u8);
        string annotations = folder.Write("annotations.json", """
            {"annotations":[{"question_id":10,"image_id":1,"multiple_choice_answer":"yes"},{"question_id":11,"image_id":1,"multiple_choice_answer":"2"},
            {"question_id":20,"image_id":2,"answers":["red","red","blue","blue","blue","blue","blue","blue","blue","blue"]}]}
            """u8);
        string predictions = folder.Write("predictions.json", """[{"question_id":10,"answer":"yes"},{"question_id":11,"answer":"3"},{"question_id":20,"answer":"red"}]"""u8);
        Snapshot.Match("evaluate.txt", Cli.Print("evaluate", "--predictions", predictions, "--questions", questions, "--annotations", annotations));
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("evaluate", "--predictions", "p.json")]
    [InlineData("evaluate", "--predictions", "p.json", "--questions", "q.json")]
    [InlineData("evaluate", "runs/tiny", "--questions", "q.json", "--annotations", "a.json")]
    [InlineData("evaluate", "--model", "full bce", "--predictions", "p.json", "--questions", "q.json", "--annotations", "a.json")]
    public void Bad_use_is_told_with_exit_code_1(params string[] args) => Assert.Equal(1, Cli.Run(args).Code);

    [Fact]
    public void A_part_that_the_data_have_not_is_told_with_those_that_they_have()
    {
        Outcome outcome = Cli.Run("evaluate", TinyRun.Folder, "--part", "test");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("no 'test'; expected test-id, test-ood, train, validation-id, validation-ood", outcome.Errors, StringComparison.Ordinal);
    }
}
