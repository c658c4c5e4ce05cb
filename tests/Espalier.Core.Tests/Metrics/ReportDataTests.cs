using Espalier.Metrics;

namespace Espalier.Core.Tests.Metrics;

public sealed class ReportDataTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("espalier-").FullName;

    private string Path => System.IO.Path.Combine(folder, "report-data.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Saved_data_comes_back()
    {
        Data().Save(Path);
        string first = File.ReadAllText(Path);
        ReportData.Load(Path).Save(Path);
        Assert.Equal(first, File.ReadAllText(Path));
    }

    [Fact]
    public void An_empty_object_is_a_report_without_extras()
    {
        File.WriteAllText(Path, "{}");
        ReportData data = ReportData.Load(Path);
        Assert.Empty(data.Priors);
        Assert.Empty(data.Examples);
    }

    [Fact]
    public void Sparsity_is_the_fraction_of_zeros() => Assert.Equal(0.75, new ReportMatrix("w", "language", 2, 4, 6).Sparsity);

    [Fact]
    public void Zeros_must_fit_into_their_matrix() =>
        Refuse(Data() with { Sparsity = [new ReportSparsity("m", [new ReportMatrix("w", "language", 2, 2, 5)])] });

    [Fact]
    public void Every_answer_needs_a_share() => Refuse(Data() with { Priors = [Data().Priors[0] with { Train = [0.5] }] });

    [Fact]
    public void Every_step_needs_a_value() => Refuse(Data() with { Curves = [Data().Curves[0] with { Steps = [1, 2, 3] }] });

    [Fact]
    public void A_box_has_four_sides() => Refuse(Data() with { Examples = [Data().Examples[0] with { Boxes = [[0, 0, 1]] }] });

    private void Refuse(ReportData data)
    {
        data.Save(Path);
        Assert.Throws<InputException>(() => ReportData.Load(Path));
    }

    private static ReportData Data() => new()
    {
        Priors =
        [
            new ReportPrior
            {
                QuestionType = "what color", Shift = 0.5, TrainQuestions = 3, TestQuestions = 2, Answers = ["red", "blue"],
                Train = [0.9, 0.1], Test = [0.2, 0.8], Predicted = new Dictionary<string, IReadOnlyList<double>> { ["m"] = [0.5, 0.5] },
            },
        ],
        Examples =
        [
            new ReportExample
            {
                QuestionId = 1, Question = "What color?", QuestionType = "what color", HumanAnswers = ["red"],
                Prior = new ReportAnswer("red", 0.9, 1), Answers = new Dictionary<string, ReportAnswer> { ["m"] = new("blue", null, 0) },
            },
        ],
        Curves = [new ReportCurve { Model = "m", Stage = 1, Measure = "loss", Part = "train", Steps = [1, 2], Values = [3, 4] }],
    };
}
