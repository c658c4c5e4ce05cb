using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Espalier.Testing;

namespace Espalier.Cli.Tests.BadInput;

/// <summary>Pre-trained checkpoints through `run` with model.from.</summary>
public sealed class BadCheckpointTests : IDisposable
{
    private static readonly Lazy<string> Pretrained = new(() =>
    {
        string folder = Path.Combine(TestAssembly.Root, "pretrained");
        Cli.Print("pretrain", TinyRun.Recipe, "--out", folder);
        return folder;
    });

    private readonly TemporaryFolder folder = new();

    public BadCheckpointTests()
    {
        // The data and the model that the others are made from are there before anything is measured.
        _ = TinyRun.Folder;
        foreach (string file in Directory.GetFiles(Pretrained.Value)) File.Copy(file, folder.File(Path.GetFileName(file)));
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]", "JSON in valid UTF-8")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}", "[4611686018427387904, 4]")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "tensors")]
    public void Safetensors_header(string header, string place)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        Refuse("model.safetensors", [.. length, .. Encoding.UTF8.GetBytes(header), .. new byte[8]], place);
    }

    [Fact]
    public void Safetensors_that_declares_a_huge_header() => Refuse("model.safetensors", [255, 255, 255, 255, 255, 255, 255, 127, .. "{}"u8], "header");

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(-1)]
    public void Safetensors_that_is_cut_short(int length)
    {
        byte[] whole = File.ReadAllBytes(folder.File("model.safetensors"));
        Refuse("model.safetensors", whole[..(length < 0 ? whole.Length + length : length)], "found");
    }

    [Fact]
    public void Safetensors_with_a_weight_that_is_not_a_number()
    {
        byte[] bytes = File.ReadAllBytes(folder.File("model.safetensors"));
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(bytes.Length - 4), float.NaN);
        Refuse("model.safetensors", bytes, "NaN or infinity");
    }

    [Fact]
    public void A_pointer_instead_of_the_file() => Refuse("model.safetensors", Encoding.ASCII.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:0\n"), "Git LFS");

    public static TheoryData<string> Globals => ["os system", "subprocess Popen", "builtins eval", "torch.nn.modules.linear Linear"];

    [Theory]
    [MemberData(nameof(Globals))]
    public void A_pickle_in_a_zip_that_names_a_foreign_type(string global)
    {
        string[] name = global.Split(' ');
        byte[] pickle = new PickleWriter().Global(name[0], name[1]).Code("(").Text("touch /tmp/evil").Code("tR").Stop();
        RefusePyTorch(ZipWriter.Checkpoint(pickle), $"the global {name[0]}.{name[1]}");
    }

    [Fact]
    public void A_legacy_pickle_that_names_a_foreign_type() =>
        RefusePyTorch(new PickleWriter().Global("posix", "system").Code("(").Text("touch /tmp/evil").Code("tR").Stop(), "the global posix.system");

    [Fact]
    public void A_tensor_larger_than_its_storage() => RefusePyTorch(ZipWriter.Checkpoint(
        new PickleWriter().Code("}").Text("a").Tensor("0", 4, 0, [1L << 40], [1]).Code("s").Stop()), "found");

    [Fact]
    public void A_storage_that_declares_a_huge_size() => RefusePyTorch(ZipWriter.Checkpoint(
        new PickleWriter().Code("}").Text("a").Tensor("0", 1L << 60, 0, [4], [1]).Code("s").Stop()), "found");

    [Fact]
    public void A_zip_that_is_cut_short()
    {
        byte[] whole = ZipWriter.Checkpoint(new PickleWriter().Code("}").Text("a").Tensor("0", 4, 0, [4], [1]).Code("s").Stop());
        RefusePyTorch(whole[..^10], "found");
    }

    [Fact]
    public void A_legacy_file_that_is_cut_short() => RefusePyTorch(
        [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.', .. new PickleWriter().Whole(1001).Stop()], "found");

    [Theory]
    [InlineData("{", "config.json")]
    [InlineData("null", "the file holds null")]
    [InlineData("{\"hidden_size\": \"many\"}", "$.hidden_size")]
    [InlineData("{\"hidden_size\": -16}", "hidden_size: found -16")]
    [InlineData("{\"hidden_size\": 1000000000, \"num_attention_heads\": 2}", "hidden_size")]
    [InlineData("{\"hidden_act\": \"relu\"}", "hidden_act")]
    public void Configuration(string json, string place)
    {
        folder.Write("config.json", Encoding.UTF8.GetBytes(json));
        // The recipe's own sizes would hide those of the file.
        Refusal.Assert("config.json", place, [.. Args(), .. new[] { "hidden", "heads", "intermediate", "layers" }.SelectMany(key => new[] { "--set", $"model.{key}=null" })]);
    }

    [Theory]
    [InlineData("vocab_size", "30522", "the word pieces of the data (data import --vocab takes over those of a checkpoint)")]
    [InlineData("visual_feat_dim", "1024", "the numbers of a region in the data's features")]
    [InlineData("model_type", "visual_bert", "expected \"lxmert\"")]
    public void Configuration_of_another_vocabulary_other_features_or_another_backbone(string key, string value, string place)
    {
        JsonObject config = JsonNode.Parse(File.ReadAllText(folder.File("config.json")))!.AsObject();
        config[key] = int.TryParse(value, out int number) ? number : value;
        Refuse("config.json", Encoding.UTF8.GetBytes(config.ToJsonString()), place);
    }

    [Theory]
    [InlineData("{\"weight_map\": {\"a\": \"model-00001-of-00001.safetensors\"}}", "1 of 1 files that are not there")]
    [InlineData("{\"weight_map\": {\"a\": \"../model.safetensors\"}}", "not a path")]
    [InlineData("{\"weight_map\": {\"a\": \"whole.safetensors\"}}", "tensor \"a\": found \"whole.safetensors\", which does not hold it")]
    public void Index_of_a_checkpoint_in_several_files(string json, string place)
    {
        File.Move(folder.File("model.safetensors"), folder.File("whole.safetensors"));
        Refuse("model.safetensors.index.json", Encoding.UTF8.GetBytes(json), place);
    }

    [Fact]
    public void A_folder_without_a_checkpoint()
    {
        File.Delete(folder.File("model.safetensors"));
        Refusal.Assert(folder.Path, "neither file nor folder with weights", Args());
    }

    private void Refuse(string name, byte[] bytes, string place)
    {
        folder.Write(name, bytes);
        Refusal.Assert(name, place, Args());
    }

    private void RefusePyTorch(byte[] bytes, string place)
    {
        File.Delete(folder.File("model.safetensors"));
        Refuse("pytorch_model.bin", bytes, place);
        Assert.False(File.Exists("/tmp/evil"));
    }

    private string[] Args() => ["run", TinyRun.Recipe, "--out", folder.File("run"), "--set", $"model.from={folder.Path}"];
}
