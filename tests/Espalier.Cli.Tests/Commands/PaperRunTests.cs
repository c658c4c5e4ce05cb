using Espalier.Checkpoints;
using Espalier.Metrics;
using Espalier.Testing;
using Espalier.Training.Models;
using Espalier.Training.Pruning;
using static TorchSharp.torch;

namespace Espalier.Cli.Tests.Commands;

/// <summary>The way of docs/reproduce-the-paper.md, from published files to a tested model, with files laid out as published but small and invented.</summary>
public sealed class PaperRunTests : IDisposable
{
    private const int Images = 60, Regions = 36, RegionNumbers = 2_048;
    private static readonly string Recipe = Path.Combine(RecipeVerbsTests.Recipes, "paper", "vqacp-v2-lxmert-lpf-lmh.yaml");

    // Smaller, and on this machine; everything else is as the recipe says it, its folders included.
    private static readonly string[] Smaller = ["model.device=cpu", "stage1.epochs=1", "stage2.epochs=2", "stage2.batch=64", "stage2.refresh-every=5"];

    private readonly TemporaryFolder folder = new();
    private readonly string before = Environment.CurrentDirectory;

    public PaperRunTests()
    {
        Environment.CurrentDirectory = folder.Path;
        PublishedVqaCp.WritePart("vqacp-v2", "train", Questions(0, often: 0));
        PublishedVqaCp.WritePart("vqacp-v2", "test", [.. Questions(500, often: 1).Take(120)]);
        File.WriteAllLines("trainval_36.tsv", Enumerable.Range(1, Images).Select(Features));
        WriteCheckpoint("checkpoints/lxmert-base-uncased");
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = before;
        folder.Dispose();
    }

    [Fact]
    public void The_papers_best_model_comes_out_of_published_files_with_nothing_changed_but_sizes_and_the_device()
    {
        Assert.Contains("60 images, up to 36 regions of 2,048 numbers", Cli.Print("data", "features", "trainval_36.tsv", "--out", "data/coco.regions"), StringComparison.Ordinal);
        Cli.Print("data", "import", "vqa-cp-v2", "vqacp-v2", "--features", "data/coco.regions", "--vocab", "checkpoints/lxmert-base-uncased/vocab.txt");
        Cli.Print(["run", Recipe, .. Smaller.SelectMany(change => (string[])["--set", change])]);

        string run = Path.Combine("runs", "vqacp-v2-lxmert-lpf-lmh");
        var summary = RunSummary.Load(Path.Combine(run, "summary.json"));
        Assert.True(File.Exists(Path.Combine(run, "report.html")));
        Assert.Equal("validation-ood", summary.SelectedOn);
        Assert.Equal(["full lpf", "lpf+lmh"], summary.Models.Select(model => model.Id));
        ModelSummary sparse = summary.Models[1];
        foreach ((string modality, double kept) in new[] { ("language", 0.4), ("vision", 0.96), ("cross", 0.4) })
        {
            ModalityCounts counted = sparse.Parameters.ByModality[modality];
            // Zeros are rounded down in each matrix, and these are small.
            Assert.Equal(kept, counted.Kept / (double)counted.Prunable, 0.005);
        }

        // The predictions answer every question of the test, and the official files give them the score that the run has.
        string scored = Cli.Print("evaluate", "--predictions", Path.Combine(run, "predictions", "lpf+lmh.test-ood.json"), "--questions", "vqacp-v2/vqacp_v2_test_questions.json",
            "--annotations", "vqacp-v2/vqacp_v2_test_annotations.json");
        Assert.Contains(FormattableString.Invariant($"{sparse.Accuracy.Ood!.All:0.00}"), scored, StringComparison.Ordinal);
    }

    /// <summary>Three question types of each kind of answer; which answers are frequent differs between train and test.</summary>
    private static PublishedQuestion[] Questions(int first, int often)
    {
        (string Type, string Text, string Kind, string[] Answers)[] asked =
        [
            .. new[] { "is the", "is this", "are the" }.Select(type => (type, $"{type} cup full?", "yes/no", (string[])["yes", "no", "yes"])),
            .. new[] { "how many", "how many people are", "how many people are in" }.Select(type => (type, $"{type} there?", "number", (string[])["1", "2", "3"])),
            .. new[] { "what color is the", "what color is", "what color are the" }.Select(type => (type, $"{type} cup?", "other", (string[])["red", "green", "blue"])),
        ];
        return [.. Enumerable.Range(1, Images).SelectMany(image => Enumerable.Range(0, image % 3 == often ? 4 : 1).SelectMany(time => asked.Select((one, kind) =>
        {
            string answer = one.Answers[image % 3];
            // Two of the ten see something else.
            return new PublishedQuestion((image * 1_000L) + first + (time * asked.Length) + kind, image, one.Type, one.Text, one.Kind, answer)
            {
                Annotators = [.. Enumerable.Repeat(answer, 8), one.Answers[(image + 1) % 3], "maybe"],
            };
        })))];
    }

    // 36 boxes of a picture of 640 x 480, whose numbers say which of three kinds it is.
    private static string Features(int image) => PublishedVqaCp.FeatureLine(image, 640, 480,
        [.. Enumerable.Range(0, Regions).SelectMany(i => new float[] { 10 * i, 5 * i, (10 * i) + 200, (5 * i) + 250 })],
        [.. Enumerable.Range(0, Regions * RegionNumbers).Select(i => i % 3 == image % 3 ? 0.5f : 0f)]);

    /// <summary>A checkpoint laid out as unc-nlp/lxmert-base-uncased is: config.json, vocab.txt, and a PyTorch file with the heads of pre-training beside the trunk.</summary>
    private static void WriteCheckpoint(string path)
    {
        LxmertConfig shape = new() { HiddenSize = 16, HeadCount = 2, IntermediateSize = 64, LanguageLayers = 2, VisionLayers = 1, CrossLayers = 1 };
        shape = shape with { VocabularySize = FittingVocabulary(shape) };
        Directory.CreateDirectory(path);
        shape.Save(Path.Combine(path, "config.json"));
        string[] words = ["is", "this", "are", "the", "how", "many", "people", "in", "there", "what", "color", "cup", "full", "?"];
        string[] pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. words];
        File.WriteAllLines(Path.Combine(path, "vocab.txt"), [.. pieces, .. Enumerable.Range(0, shape.VocabularySize - pieces.Length).Select(i => $"[unused{i}]")]);

        string all = Path.Combine(path, "all.safetensors");
        using (VqaBackbone model = shape.Create(seed: 1)) ModelWeights.Save(model, all);
        using (SafetensorsFile source = SafetensorsFile.Open(all))
        {
            Dictionary<string, string> names = source.Tensors.Keys.Where(name => name.StartsWith("lxmert.", StringComparison.Ordinal)).ToDictionary(name => name);
            foreach (string head in new[] { "cls.predictions.bias", "obj_predict_head.out_cls.bias", "answer_head.logit_fc.0.weight" }) names.Add(head, names.Values.First());
            File.WriteAllBytes(Path.Combine(path, "pytorch_model.bin"), TorchFile.Zip(source, names));
        }
        File.Delete(all);
    }

    // So many words that vision has the share of the weights that it has in LXMERT-base, for which the recipe's 60/4/60 is 50 % in all.
    private static int FittingVocabulary(LxmertConfig shape)
    {
        using VqaBackbone one = (shape with { VocabularySize = 1 }).Blank(META);
        ILookup<string, long> weights = PrunableMatrices.Describe(one).ToLookup(matrix => matrix.Group, matrix => matrix.Count);
        double others = weights["vision"].Sum() * (0.5 - 0.04) / (0.6 - 0.5);
        return (int)Math.Round((others - weights["language"].Sum() - weights["cross"].Sum()) / shape.HiddenSize) + 1;
    }
}
