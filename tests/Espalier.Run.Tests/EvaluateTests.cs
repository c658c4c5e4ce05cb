using Espalier.Answering;
using Espalier.Data;
using Espalier.Features;
using Espalier.Metrics;
using Espalier.Tables;
using Espalier.Testing;

namespace Espalier.Run.Tests;

public sealed class EvaluateTests : IDisposable
{
    private const string Store = "features.regions";
    private readonly TemporaryFolder _folder = new();
    private readonly string _model, _data;

    public EvaluateTests()
    {
        (_model, _data) = (TinyModel.Write(_folder), _folder.File("data"));
        DatasetFolder.Create(_data, new DatasetManifest { Name = "tiny", Source = "folder", Features = Store }, [new VqaDataset("test-id", [.. Enumerable.Range(1, 20).Select(Question)])]);
        using RegionFeatureWriter writer = new(Path.Combine(_data, Store), PixelFeaturizer.FeatureSize, TinyModel.Regions, RegionFeatureType.F32);
        for (int image = 1; image <= 3; image++)
        {
            (float[] features, float[] boxes) = TinyModel.Describe(_folder.Write("image.png", TinyPng.WithSquare(side: 32, at: 4 * image, size: 6 * image)));
            writer.Add(image, features, boxes);
        }
        writer.Complete();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_part_is_answered_and_its_accuracy_printed()
    {
        string predictions = _folder.File("predictions.json");
        string printed = RunProgram.Print("evaluate", _model, "--data", _data, "--predictions", predictions);
        DatasetFolder data = DatasetFolder.Open(_data);
        VqaDataset part = data.ReadPart("test-id");
        using PackedModel ours = PackedModel.Open(_model);
        IReadOnlyList<(VqaExample Question, string Answer)> answers = PackedEvaluation.Answer(ours, data, part);
        string[] tables = [.. AccuracyTables.Of("lpf+lmh on test-id", answers, null, ours.Description.Answers).Select(table => table.ToText())];
        Assert.EndsWith(string.Join('\n', tables), printed, StringComparison.Ordinal);
        Assert.StartsWith("100 %  answering test-id: 20 questions", printed, StringComparison.Ordinal);
        Assert.Equal(answers, PredictionFile.ReadFor(predictions, part));
        Outcome again = RunProgram.Run("evaluate", _model, "--data", _data, "--predictions", predictions);
        Assert.Equal(2, again.Code);
        Assert.Contains("nothing is overwritten", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_that_is_not_there_and_features_of_another_size_are_told()
    {
        Outcome part = RunProgram.Run("evaluate", _model, "--data", _data, "--part", "test-ood");
        Assert.Equal((2, true), (part.Code, part.Errors.Contains("found no part \"test-ood\"; expected test-id", StringComparison.Ordinal)));
        using (RegionFeatureWriter writer = new(Path.Combine(_data, Store), featureSize: 3, maxRegions: 1))
        {
            writer.Add(1, [1, 2, 3], [0, 0, 1, 1]);
            writer.Complete();
        }
        Outcome size = RunProgram.Run("evaluate", _model, "--data", _data);
        Assert.Equal((2, true), (size.Code, size.Errors.Contains("found 3 numbers of a region", StringComparison.Ordinal)));
    }

    private static VqaExample Question(int id) => new()
    {
        QuestionId = id, ImageId = 1 + (id % 3), Question = id % 2 == 0 ? "what is this" : "is this a", QuestionType = id % 2 == 0 ? "what is" : "is this",
        AnswerType = id % 2 == 0 ? "other" : "yes/no", MultipleChoiceAnswer = id % 2 == 0 ? "red" : "no", Answers = [.. Enumerable.Repeat(id % 2 == 0 ? "red" : "no", 10)],
    };
}
