using Espalier.Checkpoints;
using Espalier.Data;
using Espalier.Sources;
using Espalier.Testing;
using Espalier.Text;
using Espalier.Training.Models;
using Espalier.Training.Pipeline;
using Espalier.Training.Pipeline.Runs;
using Microsoft.ML.OnnxRuntime;

namespace Espalier.Cli.Tests.Commands;

public sealed class ExportTests : IDisposable
{
    private const string Sparse = "lpf+lmh", Dense = "full bce";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Sparse)]
    [InlineData(Dense)]
    public void The_weights_load_back_bit_by_bit_with_zeros_in_place(string id)
    {
        string target = Export("hf", id);
        using VqaBackbone model = Backbones.Load(Path.Combine(target, "config.json")).Blank(), trained = Trained(id);
        using (ITensorSource source = CheckpointFile.Open(target)) ModelWeights.Load(model, source);
        Assert.Equal(trained.Matrices.Select(matrix => matrix.Name), model.Matrices.Select(matrix => matrix.Name));
        foreach ((WeightMatrix mine, WeightMatrix theirs) in trained.Matrices.Zip(model.Matrices))
        {
            Assert.True(theirs.Current.cpu().data<float>().ToArray().AsSpan().SequenceEqual(mine.Current.cpu().data<float>().ToArray()), mine.Name);
        }
        Assert.Equal(id == Sparse, File.Exists(Path.Combine(target, "mask.safetensors")));
    }

    [Fact]
    public void The_sparse_layout_is_smaller_and_means_the_same()
    {
        string dense = Path.Combine(Export("hf", Sparse), "model.safetensors"), sparse = Path.Combine(Export("hf", Sparse, "--sparse"), "model.safetensors");
        // Of the smallest of models the header is half of the file: only the tensors count.
        using (SafetensorsFile less = SafetensorsFile.Open(sparse), more = SafetensorsFile.Open(dense))
            Assert.True(less.Tensors.Values.Sum(tensor => tensor.ByteLength) < 0.8 * more.Tensors.Values.Sum(tensor => tensor.ByteLength));
        using ITensorSource one = CheckpointFile.Open(dense), two = CheckpointFile.Open(sparse);
        Assert.Equal(one.Tensors.Keys.Order(StringComparer.Ordinal), two.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(one.Tensors.Keys, name => Assert.Equal(one.ReadBytes(name), two.ReadBytes(name)));
        Assert.Contains("sparse-bitmask", File.ReadAllText(Path.Combine(Path.GetDirectoryName(sparse)!, "config.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fp32", "opset 17, fp32", 1e-4)]
    [InlineData("int8", "opset 17, linear layers in int8", 0.03)]
    public void The_onnx_model_answers_as_the_run_does(string values, string words, double tolerance)
    {
        string target = Export("onnx", Sparse, "--values", values);
        Assert.Contains(words, File.ReadAllText(Path.Combine(target, "README.md")), StringComparison.Ordinal);
        const string question = "What color is the banana?";
        using Answerer answerer = Answerer.Open(RunFolder.Open(TinyRun.Folder), Sparse);
        PictureRegions picture = answerer.Pictures.Describe(TinyRun.Picture);
        IReadOnlyList<AnswerChance> expected = answerer.Answer(picture, question, top: 1000);

        int[] ids = new int[12];
        int count = WordPieceTokenizer.Load(Path.Combine(target, "vocab.txt")).Encode(question, ids, EncodingForm.Standard);
        using InferenceSession session = new(Path.Combine(target, "model.onnx"));
        Dictionary<string, OrtValue> inputs = new()
        {
            ["input_ids"] = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(ids, id => (long)id), [1, ids.Length]),
            ["attention_mask"] = OrtValue.CreateTensorValueFromMemory(ids.Select((_, t) => t < count ? 1L : 0).ToArray(), [1, ids.Length]),
            ["visual_feats"] = OrtValue.CreateTensorValueFromMemory(picture.Features, [1, picture.Count, picture.Features.Length / picture.Count]),
            ["visual_pos"] = OrtValue.CreateTensorValueFromMemory(picture.Boxes, [1, picture.Count, 4]),
            ["visual_attention_mask"] = OrtValue.CreateTensorValueFromMemory(Enumerable.Repeat(1L, picture.Count).ToArray(), [1, picture.Count]),
        };
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, inputs, ["logits"]);
        float[] logits = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        AnswerVocabulary answers = AnswerVocabulary.Load(Path.Combine(target, "answers.txt"));
        Assert.Equal((answers.Count, answers.Count), (expected.Count, logits.Length));
        Dictionary<string, double> found = answers.Answers.Zip(logits).ToDictionary(one => one.First, one => 1 / (1 + Math.Exp(-one.Second)));
        Assert.All(expected, chance => Assert.Equal(chance.Probability, found[chance.Answer], tolerance));
        if (values == "fp32") Assert.Equal(expected.Take(3).Select(chance => chance.Answer), found.OrderByDescending(one => one.Value).Take(3).Select(one => one.Key));
    }

    [Theory]
    [InlineData("hf", "model.safetensors", "transformers.LxmertModel")]
    [InlineData("onnx", "model.onnx", "| in | visual_pos | fp32 [batch, regions, 4]")]
    public void A_page_says_what_the_model_is_and_what_its_files_are(string form, string file, string words)
    {
        string target = Export(form, Sparse), page = File.ReadAllText(Path.Combine(target, "README.md"));
        Assert.All(
            [file, words, "50.0 % of its", "| test, out of distribution |", "Selected on validation-ood.", "seed: 49"],
            expected => Assert.Contains(expected, page, StringComparison.Ordinal));
        // Features and boxes are padded alike.
        Assert.Equal(form == "onnx" ? 1 : 0, page.Split("visual_attention_mask").Length - 1);
        Assert.All(
            Directory.EnumerateFiles(target).Select(Path.GetFileName).Where(name => name != "README.md"),
            name => Assert.Contains(name!, page, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_overwritten_and_a_dense_model_has_no_sparse_layout()
    {
        string target = Export("hf", Dense);
        Outcome again = Cli.Run("export", "hf", TinyRun.Folder, "--out", target), dense = Cli.Run("export", "hf", TinyRun.Folder, "--model", Dense, "--sparse", "--out", _folder.File("new"));
        Assert.Equal((2, 2), (again.Code, dense.Code));
        Assert.Contains("nothing is overwritten", again.Errors, StringComparison.Ordinal);
        Assert.Contains("a dense model", dense.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("new")));
    }

    private string Export(string form, string id, params string[] options)
    {
        string target = _folder.File(Guid.NewGuid().ToString("N"));
        string printed = Cli.Print(["export", form, TinyRun.Folder, "--model", id, "--out", target, .. options]);
        Assert.Contains("README.md", printed, StringComparison.Ordinal);
        return target;
    }

    private static VqaBackbone Trained(string id)
    {
        RunFolder run = RunFolder.Open(TinyRun.Folder);
        VqaBackbone model = ModelInterface.Load(run.At(ModelInterface.FolderName)).Config.Blank();
        run.FinishedStage(run.FindModel(id)).LoadBest(model);
        return model;
    }
}
