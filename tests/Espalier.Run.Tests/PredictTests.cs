using Espalier.Answering;
using Espalier.Data;
using Espalier.Features;
using Espalier.Packing;
using Espalier.Sources;
using Espalier.Tables;
using Espalier.Testing;

namespace Espalier.Run.Tests;

public sealed class PredictTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _picture;

    public PredictTests() => _picture = _folder.Write("banana.png", TinyPng.WithSquare(side: 32, at: 4, size: 12));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PackedValues.F32)]
    [InlineData(PackedValues.BF16)]
    [InlineData(PackedValues.I8)]
    public void A_picture_is_described_and_answered_as_a_program_would(PackedValues values)
    {
        string model = TinyModel.Write(_folder, values: values);
        using PackedModel ours = PackedModel.Open(model);
        PictureRegions regions = ours.Pictures!.Describe(_picture);
        string printed = RunProgram.Print("predict", model, "--image", _picture, "--question", TinyModel.Question, "--top", "3", "--threads", "1");
        Assert.Equal(Expected(ours, regions, 3), printed);
        Assert.Contains("(lpf+lmh; regions: 2 x 2 grid and the whole)", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_reads_pixels_is_given_the_picture_and_nothing_else()
    {
        string model = TinyModel.WriteMplug(_folder);
        using PackedModel ours = PackedModel.Open(model);
        string printed = RunProgram.Print("predict", model, "--image", _picture, "--question", TinyModel.Question, "--top", "9", "--threads", "1");
        Assert.Contains("(lpf+lmh; the whole picture)", printed, StringComparison.Ordinal);
        Assert.Equal(3 + 3, printed.TrimEnd('\n').Split('\n').Length);
        Assert.All(ours.Ask(ours.See(_picture), TinyModel.Question), chance => Assert.Contains(chance.Answer, printed, StringComparison.Ordinal));
        Assert.Contains("--box: regions: found a model that reads the whole picture", RunProgram.Run(["predict", model, "--image", _picture, "--question", "this", "--box", "0", "0", "1", "1"]).Errors, StringComparison.Ordinal);
        Assert.Contains("found region features; expected a picture, --image", RunProgram.Run(["predict", model, "--features", "42.npz", "--question", "this"]).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_in_a_process_of_its_own_answers_alike()
    {
        string[] args = ["predict", TinyModel.Write(_folder), "--image", _picture, "--question", TinyModel.Question];
        Assert.Equal(RunProgram.Print(args), RunProgram.PrintApart(args));
    }

    [Fact]
    public void Words_that_the_model_does_not_know_are_named_and_a_question_without_words_is_refused()
    {
        string model = TinyModel.Write(_folder);
        Assert.Contains("\nNot in the model's vocabulary: kite\n", RunProgram.Print("predict", model, "--image", _picture, "--question", "what is this kite"), StringComparison.Ordinal);
        Outcome empty = RunProgram.Run("predict", model, "--image", _picture, "--question", " ");
        Assert.Equal((2, "espalier-run: --question: text: found nothing to read; expected a question in words.\n"), (empty.Code, empty.Errors));
    }

    [Fact]
    public void Boxes_are_looked_at_where_they_are_given() => Assert.Contains("regions: 2 given", RunProgram.Print(
        "predict", TinyModel.Write(_folder), "--image", _picture, "--question", TinyModel.Question, "--box", "0", "0", "0.5", "0.5", "--box", "0.2", "0.2", "1", "1"), StringComparison.Ordinal);

    [Fact]
    public void Features_are_answered_as_the_picture_that_they_are_of()
    {
        string model = TinyModel.Write(_folder, fromPixels: false), store = _folder.File("some.regions"), file = _folder.File("in/banana_7.npz");
        (float[] features, float[] boxes) = TinyModel.Describe(_picture);
        using (RegionFeatureWriter writer = new(store, PixelFeaturizer.FeatureSize, TinyModel.Regions, RegionFeatureType.F32))
        {
            writer.Add(7, features, boxes);
            writer.Complete();
        }
        NumpyFile.WriteArchive(file, ("features", NumpyFile.Of(features, TinyModel.Regions, PixelFeaturizer.FeatureSize)), ("boxes", NumpyFile.Of(boxes, TinyModel.Regions, 4)));
        using PackedModel ours = PackedModel.Open(model);
        foreach (string[] given in (string[][])[[store, "--image-id", "7"], [_folder.File("in"), "--image-id", "7"], [file]])
        {
            PictureRegions regions = new(features, boxes, $"{TinyModel.Regions} of {Path.GetFileName(given[0])}");
            Assert.Equal(Expected(ours, regions, 5), RunProgram.Print(["predict", model, "--features", .. given, "--question", TinyModel.Question]));
        }
        Outcome missing = RunProgram.Run("predict", model, "--features", store, "--image-id", "8", "--question", TinyModel.Question);
        Assert.Equal((2, $"espalier-run: {store}: image 8: found nothing; expected its features.\n"), (missing.Code, missing.Errors));
        Outcome seen = RunProgram.Run("predict", model, "--image", _picture, "--question", TinyModel.Question);
        Assert.Equal(2, seen.Code);
        Assert.Contains("expected its features, --features, or a picture of a prepared data set", seen.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_that_are_no_numbers_are_refused()
    {
        string model = TinyModel.Write(_folder, fromPixels: false), file = _folder.File("7.npz");
        (float[] features, float[] boxes) = TinyModel.Describe(_picture);
        features[3] = float.NaN;
        NumpyFile.WriteArchive(file, ("features", NumpyFile.Of(features, TinyModel.Regions, PixelFeaturizer.FeatureSize)), ("boxes", NumpyFile.Of(boxes, TinyModel.Regions, 4)));
        Outcome refused = RunProgram.Run("predict", model, "--features", file, "--question", TinyModel.Question);
        Assert.Equal(2, refused.Code);
        Assert.Contains("no finite numbers", refused.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--question", "what")]
    [InlineData("--image", "a.png")]
    [InlineData("--question", "what", "--image", "a.png", "--features", "a.npz")]
    [InlineData("--question", "what", "--image", "a.png", "--image-id", "7")]
    [InlineData("--question", "what", "--features", "a.npz", "--image-id", "7")]
    [InlineData("--question", "what", "--features", "a.regions")]
    [InlineData("--question", "what", "--features", "a.npz", "--box", "0", "0", "1", "1")]
    [InlineData("--question", "what", "--image", "a.png", "--box", "0", "0", "1")]
    [InlineData("--question", "what", "--image", "a.png", "--top", "0")]
    [InlineData("--question", "what", "--image", "a.png", "--threads", "0")]
    public void Bad_use_is_told_with_exit_code_1(params string[] args)
    {
        Outcome outcome = RunProgram.Run(["predict", "model.esp", .. args]);
        Assert.Equal(1, outcome.Code);
        Assert.NotEqual("", outcome.Errors);
    }

    private static string Expected(PackedModel model, PictureRegions regions, int top)
    {
        IReadOnlyList<AnswerChance> answers = model.Ask(regions, TinyModel.Question, top);
        return $"{TinyModel.Question}  (lpf+lmh; regions: {regions.Origin})\n{AnswerTables.Of(answers).ToText()}";
    }
}
