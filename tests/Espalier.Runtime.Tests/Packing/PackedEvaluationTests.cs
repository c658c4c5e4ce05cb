using Espalier.Answering;
using Espalier.Data;
using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Tests.Packing;

public sealed class PackedEvaluationTests : IDisposable
{
    private const int Features = TinyPackedModel.Features;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_question_gets_the_likeliest_answer()
    {
        using PackedModel model = PackedModel.Open(TinyPackedModel.Write(_folder, 0.7));
        MemoryRegionFeatures features = new(Features, maxRegions: 9);
        for (int image = 1; image <= 5; image++) features.Add(image, TinyPackedModel.Picture(image, image).Features, TinyPackedModel.Picture(image, image).Boxes);
        VqaDataset asked = new("asked", [.. Enumerable.Range(0, 300).Select(i => Question(i, 1 + (i % 5), i % 3 == 0 ? "what is this?" : "is this a"))]);
        List<WorkProgress> told = [];
        IReadOnlyList<(VqaExample Question, string Answer)> answers = PackedEvaluation.Answer(model, asked, features, "memory", new Progress(told));
        Assert.Equal(asked.Examples, answers.Select(one => one.Question));
        Assert.All(answers.Take(15), one =>
            Assert.Equal(model.Ask(TinyPackedModel.Picture((int)one.Question.ImageId, (int)one.Question.ImageId), one.Question.Question, top: 1)[0].Answer, one.Answer));
        Assert.Equal((2, 300L), (told.Count, told[^1].Done));
    }

    [Fact]
    public void Pictures_that_the_model_cannot_read_are_the_fault_of_their_file()
    {
        using PackedModel model = PackedModel.Open(TinyPackedModel.Write(_folder, 0.7));
        MemoryRegionFeatures features = new(Features, maxRegions: 1_001), wide = new(Features + 1, maxRegions: 1);
        features.Add(1, TinyPackedModel.Picture(1, 1).Features, [0, 0, float.NaN, 1]);
        features.Add(2, TinyPackedModel.Picture(1_001, 1).Features, TinyPackedModel.Picture(1_001, 1).Boxes);
        foreach ((int image, string found) in ((int, string)[])[(1, "features or boxes that are no finite numbers"), (2, "20020 numbers of features and 4004 of boxes"), (3, "nothing")])
        {
            InputException error = Assert.Throws<InputException>(() => PackedEvaluation.Answer(model, new VqaDataset("asked", [Question(7, image, "is")]), features, "some.regions"));
            Assert.Equal(("some.regions", $"image {image}", found), (error.File, error.Place, error.Found));
        }
        Assert.Equal("21 numbers of a region", Assert.Throws<InputException>(() => PackedEvaluation.Answer(model, new VqaDataset("asked", []), wide, "wide.regions")).Found);
    }

    private static VqaExample Question(int id, int image, string text) =>
        new() { QuestionId = id, ImageId = image, Question = text, QuestionType = "is", AnswerType = "other", MultipleChoiceAnswer = "no", Answers = ["no"] };

    // Tells at once, which System.Progress does not.
    private sealed class Progress(List<WorkProgress> told) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => told.Add(value);
    }
}
