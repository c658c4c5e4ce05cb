using Espalier.Data;
using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Cli.Tests.Commands;

/// <summary>From pictures and a model to answers: features, import, training, a question.</summary>
public sealed class OnnxFeaturesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Pictures_of_the_Orchard_become_features_that_a_model_is_trained_on()
    {
        string orchard = folder.File("orchard"), mine = folder.File("mine"), store = folder.File("orchard.regions"), run = folder.File("run");
        Cli.Print("data", "make", "orchard", "--out", orchard, "--train", "300");
        string model = TinyVision.Backbone().Says("espalier.size", "64").Save(folder.File("tiny.onnx"));
        string printed = Cli.Print("data", "features", Path.Combine(orchard, "images"), "--onnx", model, "--set", "pool=3", "--threads", "1", "--out", store);
        int images = Directory.GetFiles(Path.Combine(orchard, "images")).Length;
        Assert.Contains($"{images:N0} images, up to 9 regions of {TinyVision.Channels} numbers: {store}\nmade by onnx tiny.onnx; sha256=", printed, StringComparison.Ordinal);
        Assert.Contains("; size=64x64; ", printed, StringComparison.Ordinal);
        Assert.EndsWith("; boxes=none; pool=3\n", printed, StringComparison.Ordinal);

        Directory.CreateDirectory(mine);
        File.Copy(Path.Combine(orchard, "questions", "pool.json"), Path.Combine(mine, "questions.json"));
        File.Copy(Path.Combine(orchard, "annotations", "pool.json"), Path.Combine(mine, "annotations.json"));
        Directory.Move(Path.Combine(orchard, "images"), Path.Combine(mine, "images"));
        string prepared = folder.File("prepared");
        Cli.Print("data", "import", "folder", mine, "--features", store, "--out", prepared);
        using (RegionFeatureStore features = RegionFeatureStore.Open(store))
            Assert.EndsWith(", " + features.Provenance, DatasetFolder.Open(prepared).Manifest.Provenance[RegionForm.FeaturesKey], StringComparison.Ordinal);

        Cli.Print("run", TinyRun.Recipe, "--out", run, "--set", "data.source=prepared", "--set", $"data.path={prepared}", "--set", "pretrain=null");
        // The prepared folder has no pictures of its own, so that each is one from elsewhere; the model may have another name.
        string picture = Directory.GetFiles(Path.Combine(mine, "images")).Order(StringComparer.Ordinal).First(), renamed = folder.File("renamed.onnx");
        File.Copy(model, renamed);
        Outcome without = Cli.Run("predict", run, "--image", picture, "--question", "what is it?");
        Assert.Equal(2, without.Code);
        Assert.Contains("features were made by onnx tiny.onnx; sha256=", without.Errors, StringComparison.Ordinal);
        Assert.Contains("; regions: 9 by renamed.onnx)", Cli.Print("predict", run, "--image", picture, "--question", "what is it?", "--onnx", renamed), StringComparison.Ordinal);
        Assert.Equal(1, Cli.Run("predict", run, "--image", picture, "--question", "what is it?", "--onnx", renamed, "--box", "0", "0", "1", "1").Code);
        TinyVision.Backbone().Says("espalier.size", "64").Says("another", "model").Save(renamed);
        Outcome another = Cli.Run("predict", run, "--image", picture, "--question", "what is it?", "--onnx", renamed);
        Assert.Equal(2, another.Code);
        Assert.Contains("the model that made the features", another.Errors, StringComparison.Ordinal);
        Outcome pixels = Cli.Run("predict", TinyRun.Folder, "--image", TinyRun.Picture, "--question", "what is it?", "--onnx", model);
        Assert.Equal(2, pixels.Code);
        Assert.Contains("features were not made by an ONNX model", pixels.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_detector_keeps_as_many_regions_as_are_asked_for()
    {
        Draw(3);
        float[] boxes = [.. Enumerable.Range(0, 50).SelectMany(i => new float[] { i, i, i + 9, i + 10 })], scores = [.. Enumerable.Range(0, 50).Select(i => i / 50f)];
        string model = TinyVision.Detector(boxes, scores).Save(folder.File("detector.onnx")), store = folder.File("a.regions");
        string[] common = ["data", "features", folder.File("in"), "--onnx", model, "--set", "size=64", "--fp32", "--out", store];
        Assert.Contains("3 images, up to 36 regions of 3 numbers", Cli.Print([.. common, "--set", "min-regions=36", "--set", "max-regions=36"]), StringComparison.Ordinal);
        Assert.Equal(2, Cli.Run(common).Code);
        File.Delete(store);
        Assert.Contains("3 images, up to 40 regions of 3 numbers", Cli.Print(common), StringComparison.Ordinal);
        Assert.Equal([], Directory.GetFiles(folder.Path, "*.partial*"));
    }

    [Fact]
    public void What_is_wrong_is_told_with_exit_code_2()
    {
        Draw(2);
        string model = TinyVision.Backbone().Save(folder.File("m.onnx"));
        Refused("size: found a model that takes pictures of any x any", "--onnx", model);
        Refused("colour", "--onnx", model, "--set", "colour=red");
        Refused("none.onnx: file: found", "--onnx", folder.File("none.onnx"));
        File.WriteAllText(folder.File("in/2.png"), "no picture");
        Refused($"{folder.File("in/2.png")}: first bytes", "--onnx", model, "--set", "size=16");
        // What is done stays, and the same command goes on.
        File.WriteAllBytes(folder.File("in/2.png"), TinyPng.Of(1, 2, 3));
        Assert.Contains("2 images", Cli.Print("data", "features", folder.File("in"), "--out", folder.File("a.regions"), "--onnx", model, "--set", "size=16"), StringComparison.Ordinal);

        void Refused(string message, params string[] args)
        {
            Outcome outcome = Cli.Run(["data", "features", folder.File("in"), "--out", folder.File("a.regions"), .. args]);
            Assert.Equal(2, outcome.Code);
            Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
        }
    }

    private void Draw(int count)
    {
        Directory.CreateDirectory(folder.File("in"));
        for (int id = 1; id <= count; id++) File.WriteAllBytes(folder.File($"in/{id}.png"), TinyPng.WithSquare(40, id, 9));
    }
}
