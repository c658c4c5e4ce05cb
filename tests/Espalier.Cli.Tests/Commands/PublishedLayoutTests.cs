using Espalier.Data;
using Espalier.Features;
using Espalier.Metrics;
using Espalier.Testing;

namespace Espalier.Cli.Tests.Commands;

/// <summary>Files laid out as VQA-CP v2 and bottom-up attention features are published, small and invented, on the way to a model.</summary>
public sealed class PublishedLayoutTests : IDisposable
{
    private const int Images = 40, FeatureSize = 16;
    private static readonly string[] Answers = ["red", "green", "blue"];
    private static readonly string[] Types = ["what color is", "which color is", "what color was", "what shade is", "what tint is", "which hue is"];
    private readonly TemporaryFolder folder = new();

    public PublishedLayoutTests()
    {
        Write("train", 1000, 900, train: true);
        Write("test", 5000, 90, train: false);
        File.WriteAllLines(folder.File("trainval_36.tsv"), Enumerable.Range(1, Images).Select(Features));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Questions_annotations_and_features_become_data_that_a_model_learns_from()
    {
        string store = folder.File("data/features.regions"), data = folder.File("data/cp");
        Assert.Contains("40 images, up to 3 regions of 16 numbers", Cli.Print("data", "features", folder.File("trainval_36.tsv"), "--out", store), StringComparison.Ordinal);
        Cli.Print("data", "import", "vqa-cp-v2", folder.File("cp"), "--features", store, "--out", data);
        Assert.Equal(store, DatasetFolder.Open(data).FeaturesPath);
        Assert.Contains("features 40 x 16", DatasetFolder.Open(data).Manifest.Provenance[RegionForm.FeaturesKey], StringComparison.Ordinal);

        string[] changes = ["data.source=prepared", $"data.path={data}", "data.split=published", "pretrain=null", "stage1.epochs=15", "stage1.learning-rate=3e-3",
            "compare=[{ stage1: bce }]", "protocol.test=[ood]"];
        Cli.Print(["run", TinyRun.Recipe, "--out", folder.File("run"), .. changes.SelectMany(change => (string[])["--set", change])]);
        double accuracy = RunSummary.Load(folder.File("run/summary.json")).Models[0].Accuracy.Ood!.All!.Value;
        // Whoever answers as training does gets a sixth.
        Assert.True(accuracy > 50, $"{accuracy} %");
    }

    [Fact]
    public void Images_without_features_are_told_before_anything_is_written()
    {
        string store = folder.File("some.regions"), some = folder.File("some.tsv");
        File.WriteAllLines(some, Enumerable.Range(3, Images - 3).Select(Features));
        Cli.Print("data", "features", some, "--out", store);
        Outcome outcome = Cli.Run("data", "import", "vqa-cp-v2", folder.File("cp"), "--features", store, "--out", folder.File("cp-out"));
        Assert.Equal(2, outcome.Code);
        Assert.Contains("no features of 3 images: 1, 2, 40", outcome.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("cp-out")));
    }

    [Fact]
    public void A_store_is_not_overwritten()
    {
        string store = folder.File("some.regions");
        File.WriteAllText(store, "mine");
        Assert.Equal(2, Cli.Run("data", "features", folder.File("trainval_36.tsv"), "--out", store).Code);
        Assert.Equal("mine", File.ReadAllText(store));
    }

    // The answer is what the image's features say; in training most are red, in the test blue.
    private void Write(string part, int first, int count, bool train)
    {
        int[] images = [.. Enumerable.Range(1, Images).SelectMany(image => Enumerable.Repeat(image, image % 3 == (train ? 0 : 2) ? 4 : 1))];
        PublishedVqaCp.WritePart(folder.File("cp"), part, [.. Enumerable.Range(0, count).Select(i =>
        {
            (int id, int image) = (first + i, images[i % images.Length]);
            string type = Types[id % Types.Length];
            return new PublishedQuestion(id, image, type, $"{type} it?", "other", Answers[image % 3]);
        })]);
    }

    private static string Features(int image)
    {
        int regions = 1 + (image % 3);
        return PublishedVqaCp.FeatureLine(image, 100, 50,
            [.. Enumerable.Range(0, regions).SelectMany(i => new float[] { i, 0, 50 + i, 40 })],
            [.. Enumerable.Range(0, regions * FeatureSize).Select(i => i % FeatureSize == image % 3 ? 2f : 0.1f * (i % 5))]);
    }
}
