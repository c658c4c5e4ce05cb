using System.Globalization;
using Espalier.Answering;
using Espalier.Checkpoints;
using Espalier.Data;
using Espalier.Features;
using Espalier.Metrics;
using Espalier.Packing;
using Espalier.Splits;
using Espalier.Sources;
using Espalier.Testing;
using Espalier.Training.Pipeline;
using Espalier.Training.Pipeline.Exports;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Runs;
using Microsoft.Extensions.Logging.Abstractions;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pipeline;

/// <summary>A model that reads pictures and writes its answers, on pictures of one colour each.</summary>
public sealed class MplugPipelineTests : IDisposable
{
    private const int Images = 18;
    private static readonly string[] Answers = ["red", "green", "dark blue"];
    private readonly TemporaryFolder folder = new();
    private readonly string recipe;

    static MplugPipelineTests() => set_num_threads(1);

    public MplugPipelineTests()
    {
        MakeData();
        recipe = folder.File("recipe.yaml");
        File.WriteAllText(recipe, $$"""
            name: tiny
            data: { source: prepared, path: '{{folder.File("data")}}', split: published, minimum-answer-count: 1, question-length: 8 }
            model: { backbone: mplug, hidden: 32, heads: 2, intermediate: 64, layers: [1, 1, 2, 1], precision: fp32, augmentation: false }
            stage1: { epochs: 8, batch: 16, learning-rate: 3e-3 }
            stage2: { objective: lpf, sparsity: 0.5, init: soft, epochs: 2, batch: 16, learning-rate: 1e-3, refresh-every: 3 }
            compare:
              - { stage1: bce }
              - { stage1: bce, stage2: omp }
              - { stage1: lpf, stage2: lpf }
            """);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_learns_to_write_what_it_sees_and_every_model_is_tested()
    {
        RunSummary summary = Run("run");
        Assert.Equal(["full bce", "bce+omp", "lpf+lpf"], summary.Models.Select(model => model.Id));
        Assert.Equal([0, 0.5, 0.5], summary.Models.Select(model => Math.Round(model.Sparsity, 2)));
        Assert.True(summary.Models[0].Accuracy.Id!.All > 90, $"{summary.Models[0].Accuracy.Id!.All} %");
        using (Answerer answerer = Answerer.Open(RunFolder.Open(folder.File("run")), "full bce"))
        {
            Assert.True(answerer.ReadsPixels);
            for (int image = 0; image < 3; image++)
            {
                IReadOnlyList<AnswerChance> chances = answerer.Answer(folder.File($"data/images/{image}.png"), "What color is it?", top: 3);
                Assert.Equal(Answers[image], chances[0].Answer);
                Assert.Equal(Answers.Order(), chances.Select(chance => chance.Answer).Order());
            }
            Assert.Throws<InvalidOperationException>(() => answerer.Answer(new PictureRegions([], [], ""), "What color is it?"));
        }
        using (ExportedModel exported = ExportedModel.Open(RunFolder.Open(folder.File("run")), "full bce"))
        {
            HuggingFaceExport.Write(exported, folder.File("exported"));
        }
        string page = File.ReadAllText(folder.File("exported/README.md"));
        Assert.Contains("its logits are of word pieces", page, StringComparison.Ordinal);
        Assert.DoesNotContain("one for each logit", page, StringComparison.Ordinal);
        Assert.DoesNotContain("how pictures become", page, StringComparison.Ordinal);
        Assert.Equal(["cross", "language", "vision"], summary.Models[0].Parameters.ByModality.Keys.Order());
    }

    [Theory]
    [InlineData(PackedValues.F32)]
    [InlineData(PackedValues.BF16)]
    [InlineData(PackedValues.I8)]
    public void A_packed_model_answers_files_and_parts_of_data_as_the_run_does(PackedValues values)
    {
        Run("run");
        var run = RunFolder.Open(folder.File("run"));
        using (ExportedModel exported = ExportedModel.Open(run, "bce+omp")) PackedExport.Write(exported, folder.File("model.esp"), values);
        using PackedModel packed = PackedModel.Open(folder.File("model.esp"));
        using Answerer answerer = Answerer.Open(run, "bce+omp");
        double tolerance = values == PackedValues.F32 ? 1e-5 : 0.05;
        for (int image = 0; image < Images; image++)
        {
            string file = folder.File($"data/images/{image}.png");
            IReadOnlyList<AnswerChance> expected = answerer.Answer(file, "What color is it?", top: 3), found = packed.Ask(packed.See(file), "What color is it?", top: 9);
            Assert.Equal(expected.Select(chance => chance.Answer), found.Select(chance => chance.Answer));
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.Probability, pair.Second.Probability, tolerance));
        }
        var data = DatasetFolder.Open(folder.File("data"));
        VqaDataset part = data.ReadPart(data.UsualPart);
        var answers = PackedEvaluation.Answer(packed, data, part);
        Assert.NotEmpty(answers);
        Assert.All(answers, one => Assert.Equal(answerer.Answer(data.ImagePath(one.Question.ImageId)!, one.Question.Question, top: 1)[0].Answer, one.Answer));
    }

    [Fact]
    public void A_run_on_random_views_that_was_stopped_in_every_stage_ends_as_one_that_was_not()
    {
        string[] changes = ["model.augmentation=true", "stage1.epochs=2"];
        RunSummary whole = Run("whole", changes);
        foreach (string step in new[] { "stage 1, lpf", "stage 2, lpf+lpf" })
        {
            using CancellationTokenSource stop = new();
            Assert.Throws<OperationCanceledException>(() => Run("stopped", changes, new StopIn(step, stop), stop.Token));
        }
        RunSummary resumed = Run("stopped", changes);

        Assert.Equal(whole.Models.Select(model => model.Accuracy), resumed.Models.Select(model => model.Accuracy));
        foreach (string file in new[] { "stage1/lpf/best/model.safetensors", "stage2/lpf+lpf/best/mask.safetensors" })
            Assert.Equal(File.ReadAllBytes(folder.File($"whole/{file}")), File.ReadAllBytes(folder.File($"stopped/{file}")));
    }

    [Fact]
    public void The_vision_encoder_may_have_a_rate_of_its_own()
    {
        string[] changes = ["stage1.epochs=1", "stage1.decay=cosine", "stage1.vision-learning-rate=1e-30", "compare=[{ stage1: bce }]"];
        Run("fast", changes);
        Run("slow", [.. changes, "stage1.learning-rate=1e-3"]);
        using ITensorSource fast = CheckpointFile.Open(folder.File("fast/stage1/bce/best/model.safetensors"));
        using ITensorSource slow = CheckpointFile.Open(folder.File("slow/stage1/bce/best/model.safetensors"));
        Assert.Equal(Read(fast, "visual_encoder.visual.conv1.weight"), Read(slow, "visual_encoder.visual.conv1.weight"));
        Assert.NotEqual(Read(fast, "text_encoder.embeddings.word_embeddings.weight"), Read(slow, "text_encoder.embeddings.word_embeddings.weight"));
    }

    [Fact]
    public void A_data_set_without_a_picture_is_refused_before_training()
    {
        File.Delete(folder.File("data/images/5.png"));
        Assert.Contains("1 images without a picture: 5", Assert.Throws<InputException>(() => Run("run")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stage1.objective=lmh", "stage1.objective")]
    [InlineData("stage2.objective=rubi", "stage2.objective")]
    [InlineData("compare=[{stage1: bce, stage2: lmh}]", "compare[0].stage2")]
    [InlineData("objectives.bias=question-only", "objectives.bias")]
    [InlineData("pretrain={tasks: [masked-words]}", "pretrain.tasks")]
    [InlineData("pretrain={tasks: [questions], vision-epochs: 1}", "pretrain.vision-epochs")]
    [InlineData("pretrain={batch: 32, texts-per-picture: 6}", "pretrain.texts-per-picture")]
    [InlineData("pretrain={tasks: [region-labels], vision-epochs: 1, vision-learning-rate: 2}", "pretrain.vision-learning-rate")]
    [InlineData("pretrain={tasks: [questions], vision-learning-rate: 0.1}", "pretrain.vision-learning-rate")]
    [InlineData("pretrain={beta2: 1}", "pretrain.beta2")]
    [InlineData("model.resolution=50", "model.resolution")]
    [InlineData("model.resolution=0", "model.resolution")]
    [InlineData("model.shortlist=0", "model.shortlist")]
    public void What_a_writing_model_cannot_do_is_refused_at_validation(string change, string place) =>
        Assert.Contains(place, Assert.Throws<InputException>(() => RecipeFile.Read(recipe, [change])).Message, StringComparison.Ordinal);

    private static byte[] Read(ITensorSource source, string name)
    {
        byte[] bytes = new byte[source.Tensors[name].ByteLength];
        source.Read(name, bytes);
        return bytes;
    }

    private RunSummary Run(string name, string[]? changes = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        using RunFolder run = RunFolder.OpenOrCreate(folder.File(name), recipe, changes ?? [], RecipeFile.Read(recipe, changes ?? []));
        return new RunPipeline(run, new ContentCache(folder.File("cache")), [], NullLogger.Instance, progress).Run(cancellation);
    }

    private void MakeData()
    {
        string data = folder.File("data");
        DatasetManifest manifest = new() { Name = "toy", Source = "folder", Features = "features.regions", Vocabulary = "vocab.txt", Images = "images" };
        DatasetFolder.Create(data, manifest, PartNames.All.Select((part, i) => new VqaDataset(part, [.. Enumerable.Range(1000 * i, i == 0 ? 90 : 18).Select(Example)])));
        File.WriteAllText(Path.Combine(data, "vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nwhat\ncolor\nis\nit\n?\nred\ngreen\ndark\nblue\n");
        using RegionFeatureWriter features = new(Path.Combine(data, "features.regions"), 8, 1);
        Directory.CreateDirectory(Path.Combine(data, "images"));
        for (int image = 0; image < Images; image++)
        {
            features.Add(image, new float[8], [0, 0, 1, 1]);
            byte strong = (byte)(150 + (5 * image));
            byte[] png = TinyPng.Of(image % 3 == 0 ? strong : (byte)9, image % 3 == 1 ? strong : (byte)9, image % 3 == 2 ? strong : (byte)9);
            File.WriteAllBytes(Path.Combine(data, "images", image.ToString(CultureInfo.InvariantCulture) + ".png"), png);
        }
        features.Complete();
    }

    private static VqaExample Example(int id) => new()
    {
        QuestionId = id,
        ImageId = id % Images,
        Question = "What color is it?",
        QuestionType = "what color is",
        AnswerType = "other",
        MultipleChoiceAnswer = Answers[id % Images % 3],
        Answers = [.. Enumerable.Repeat(Answers[id % Images % 3], 9), "unclear"],
    };
}
