using System.Buffers.Binary;
using System.Text;
using Espalier.Testing;

namespace Espalier.Cli.Tests.BadInput;

/// <summary>Damaged run folders through `predict`, `evaluate`, `report` and `run`.</summary>
public sealed class BadRunFolderTests : IDisposable
{
    private const string Sparse = "stage2/lpf+lmh/best";
    private readonly TemporaryFolder folder = new();
    private readonly string run;

    public BadRunFolderTests() => run = TinyRun.CopyTo(folder.File("run"));

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("effective.yaml", 40, "found")]
    [InlineData("model/config.json", 20, "config.json")]
    [InlineData("model/answers.txt", 9, "num_qa_labels")]
    [InlineData("model/vocab.txt", 30, "vocab.txt")]
    [InlineData("model/regions.json", 10, "regions.json")]
    [InlineData(Sparse + "/model.safetensors", 2000, "found")]
    [InlineData(Sparse + "/model.safetensors", 0, "found")]
    [InlineData(Sparse + "/mask.safetensors", 700, "found")]
    [InlineData(Sparse + "/mask.safetensors", 3, "found")]
    public void A_file_that_is_cut_short(string name, int length, string place)
    {
        byte[] bytes = File.ReadAllBytes(At(name));
        File.WriteAllBytes(At(name), bytes[..length]);
        Refusal.Assert(name == "model/answers.txt" ? "config.json" : Path.GetFileName(name), place, Predict());
    }

    [Theory]
    [InlineData("effective.yaml", "a run folder")]
    [InlineData("model/config.json", "the run has not come so far")]
    [InlineData("model/answers.txt", "file")]
    [InlineData("model/vocab.txt", "file")]
    [InlineData("model/regions.json", "file")]
    [InlineData(Sparse + "/model.safetensors", "found")]
    public void A_file_that_is_missing(string name, string place)
    {
        File.Delete(At(name));
        Refusal.Assert(Path.GetFileName(name), place, Predict());
    }

    [Theory]
    [InlineData("model/answers.txt", "red\nred\n", "line 2: found \"red\" a second time")]
    [InlineData("model/answers.txt", "red\n\n", "line 2: found an empty or broken line")]
    [InlineData("model/answers.txt", "r\u00ff\n", "bytes that are not UTF-8")]
    [InlineData("model/regions.json", "{\"feature_size\":NaN,\"max_regions\":8,\"pixel_version\":1,\"grid\":null}", "'N' is an invalid start of a value")]
    [InlineData("model/regions.json", "{\"feature_size\":-3,\"max_regions\":8,\"pixel_version\":1,\"grid\":null}", "8 regions of -3 numbers")]
    [InlineData("model/regions.json", "{\"feature_size\":256,\"max_regions\":2147483647,\"pixel_version\":1,\"grid\":null}", "2147483647 regions of 256 numbers")]
    [InlineData("model/regions.json", "{\"feature_size\":256,\"max_regions\":8,\"pixel_version\":1,\"grid\":40000}", "a grid of 40000")]
    [InlineData("model/regions.json", "{\"max_regions\":8}", "missing required properties")]
    public void A_file_with_wrong_contents(string name, string text, string place)
    {
        File.WriteAllBytes(At(name), Encoding.Latin1.GetBytes(text));
        Refusal.Assert(Path.GetFileName(name), place, Predict());
    }

    [Fact]
    public void A_mask_of_another_model()
    {
        File.Copy(Golden.PathOf("masked_lxmert_modal", "binary_masks.safetensors"), At(Sparse + "/mask.safetensors"), overwrite: true);
        Refusal.Assert("mask.safetensors", "found", Predict());
    }

    [Fact]
    public void A_checkpoint_of_another_model()
    {
        File.Copy(Golden.PathOf("lxmert", "weights.safetensors"), At(Sparse + "/model.safetensors"), overwrite: true);
        Refusal.Assert("model.safetensors", "tensors: found", Predict());
    }

    [Fact]
    public void A_weight_that_is_infinite()
    {
        byte[] bytes = File.ReadAllBytes(At(Sparse + "/model.safetensors"));
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(bytes.Length - 4), float.PositiveInfinity);
        File.WriteAllBytes(At(Sparse + "/model.safetensors"), bytes);
        Refusal.Assert("model.safetensors", "NaN or infinity", Predict());
    }

    [Theory]
    [InlineData("no picture")]
    [InlineData("")]
    [InlineData(null)]
    public void A_picture_to_ask_about(string? contents)
    {
        string picture = contents is null ? folder.File("x.png") : folder.Write("x.png", Encoding.ASCII.GetBytes(contents));
        Refusal.Assert("x.png", "found", "predict", run, "--image", picture, "--question", "What?");
    }

    [Theory]
    [InlineData("What?", "0.1 2 3 4", "boxes", "from 0 to 1")]
    [InlineData("", "", "--question", "a question in words")]
    [InlineData(" \t", "", "--question", "a question in words")]
    public void A_question_or_a_box_that_is_none(string question, string box, string file, string place) =>
        Refusal.Assert(file, place, ["predict", run, "--image", TinyRun.Picture, "--question", question, .. box.Length > 0 ? ["--box", .. box.Split(' ')] : Array.Empty<string>()]);

    [Fact]
    public void A_picture_that_is_not_there() =>
        Refusal.Assert(folder.File("none.png") + ": file: found nothing", "a readable picture", "predict", run, "--image", folder.File("none.png"), "--question", "What?");

    [Theory]
    [InlineData(null, "file: found nothing; expected a packed model")]
    [InlineData("# Some notes, and no model.", "this is no safetensors file, as checkpoints and packed models are")]
    public void A_packed_file_that_is_none(string? contents, string place)
    {
        string file = contents is null ? folder.File("none.esp") : folder.Write("none.esp", Encoding.ASCII.GetBytes(contents));
        Refusal.Assert("none.esp", place, "predict", file, "--image", TinyRun.Picture, "--question", "What?");
        Refusal.Assert("none.esp", place, "evaluate", file, "--data", TinyRun.Folder);
    }

    [Fact]
    public void A_sweep_is_no_run()
    {
        Directory.CreateDirectory(folder.File("sweep"));
        folder.Write("sweep/results.csv", ""u8);
        Refusal.Assert(folder.File("sweep"), "found a sweep", "report", folder.File("sweep"));
    }

    [Theory]
    [InlineData("summary.json", "{", "summary.json")]
    [InlineData("summary.json", "null", "$: found null")]
    [InlineData("summary.json", "{\"name\":\"a\"}", "missing required properties")]
    [InlineData("report-data.json", "{\"examples\":[null]}", "$.examples: found null")]
    [InlineData("report-data.json", "{\"curves\":[{}]}", "missing required properties")]
    [InlineData("environment.json", "[[[", "environment.json")]
    public void What_a_report_is_made_of(string name, string text, string place)
    {
        File.WriteAllText(At(name), text);
        Refusal.Assert(name, place, "report", run);
    }

    [Theory]
    [InlineData("\"all\": ", "\"all\": 1e9, \"x\": ", "accuracy")]
    [InlineData("\"sparsity\": 0.5", "\"sparsity\": 7", "$.models[1].sparsity")]
    [InlineData("\"lpf+lmh\"", "\"full bce\"", "twice")]
    [InlineData("\"seed\": 49", "\"seed\": -49", "$.seed")]
    public void A_number_that_cannot_be(string there, string instead, string place)
    {
        string summary = File.ReadAllText(At("summary.json"));
        Assert.Contains(there, summary, StringComparison.Ordinal);
        File.WriteAllText(At("summary.json"), summary.Replace(there, instead, StringComparison.Ordinal));
        Refusal.Assert("summary.json", place, "report", run);
    }

    [Theory]
    [InlineData("stage1/lpf/best/model.safetensors", 3000)]
    [InlineData("stage2/lpf+lmh/last/trainer-state.safetensors", 3000)]
    public void Going_on_from_a_damaged_stage_says_so_and_deletes_nothing(string name, int length)
    {
        File.Delete(At("summary.json"));
        byte[] bytes = File.ReadAllBytes(At(name));
        File.WriteAllBytes(At(name), bytes[..length]);
        Refusal.Assert(Path.GetFileName(name), "found", "run", TinyRun.Recipe, "--out", run);
        Assert.Equal(length, new FileInfo(At(name)).Length);
        File.WriteAllBytes(At(name), bytes);
        Cli.Print("run", TinyRun.Recipe, "--out", run);
        Assert.Equal(File.ReadAllText(Path.Combine(TinyRun.Folder, "predictions", "lpf+lmh.test-ood.json")), File.ReadAllText(At("predictions/lpf+lmh.test-ood.json")));
    }

    private string[] Predict() => ["predict", run, "--image", TinyRun.Picture, "--question", "What?"];

    private string At(string name) => Path.Combine(run, name);
}
