using System.Text;
using Espalier.Testing;

namespace Espalier.Cli.Tests.BadInput;

/// <summary>Prepared data sets through `data stats`, `data resplit`, `evaluate` and `run`.</summary>
public sealed class BadDatasetTests : IDisposable
{
    private static readonly Lazy<string> Made = new(() =>
    {
        string made = Path.Combine(TestAssembly.Root, "orchard");
        Cli.Print("data", "make", "orchard", "--out", made, "--train", "300", "--pretrain-images", "40");
        return made;
    });

    private readonly TemporaryFolder folder = new();
    private readonly string data;

    public BadDatasetTests()
    {
        _ = TinyRun.Folder;
        data = folder.File("data");
        foreach (string file in Directory.EnumerateFiles(Made.Value, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".png", StringComparison.Ordinal)))
        {
            string copy = Path.Combine(data, Path.GetRelativePath(Made.Value, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("{", "line 1: found damaged JSON")]
    [InlineData("[]", "$ (line 1): found a list")]
    [InlineData("{\"source\":\"orchard\",\"parts\":{}}", "no \"name\"")]
    [InlineData("{\"name\":\"a\",\"source\":\"b\",\"parts\":{\"../x\":1}}", "a part named \"../x\"")]
    [InlineData("{\"name\":\"a\",\"source\":\"b\",\"parts\":{\"train\":-1}}", "$.parts.train")]
    [InlineData("{\"name\":\"a\",\"source\":\"b\",\"parts\":{\"train\":1e99}}", "$.parts.train")]
    [InlineData("{\"name\":\"a\",\"source\":\"b\",\"parts\":{\"train\":7}}", "$.parts.train: found 7 questions; expected 300")]
    public void Manifest(string json, string place)
    {
        File.WriteAllText(At("dataset.json"), json);
        Refusal.Assert("dataset.json", place, "data", "stats", data);
        if (json.Length < 60) Refusal.Assert("dataset.json", place, "data", "resplit", data, "--out", folder.File("split"));
        Assert.False(Path.Exists(folder.File("split")));
    }

    [Fact]
    public void Data_that_are_not_there_or_something_else()
    {
        string none = folder.File("none"), text = folder.Write("read.me", "no archive"u8);
        Refusal.Assert($"espalier: {none}: file: found nothing", "a folder or zip archive", "data", "stats", none);
        Refusal.Assert($"espalier: {text}: file: found no zip archive", "a folder or zip archive", "data", "stats", text);
        Refusal.Assert(Path.Combine(none, "dataset.json") + ": file: found nothing", "prepared data set", "evaluate", "--data", none, "--predictions", text);
    }

    [Theory]
    [InlineData("questions/train.json")]
    [InlineData("annotations/train.json")]
    public void A_part_that_is_cut_short(string name)
    {
        byte[] bytes = File.ReadAllBytes(At(name));
        File.WriteAllBytes(At(name), bytes[..(bytes.Length / 2)]);
        Refusal.Assert("train.json", "line 1", "data", "stats", data);
    }

    [Theory]
    [InlineData("features.regions", 0)]
    [InlineData("features.regions", 40)]
    [InlineData("features.regions", 5000)]
    [InlineData("vocab.txt", 12)]
    [InlineData("pretrain/features.regions", 5000)]
    [InlineData("pretrain/captions.json", 300)]
    public void What_a_run_needs_cut_short(string name, int length)
    {
        byte[] bytes = File.ReadAllBytes(At(name));
        File.WriteAllBytes(At(name), bytes[..length]);
        Refusal.Assert(Path.GetFileName(name), "found", Run());
        Assert.Equal(length, new FileInfo(At(name)).Length);
    }

    [Theory]
    [InlineData(16, (byte)255)]
    [InlineData(24, (byte)255)]
    [InlineData(30, (byte)127)]
    [InlineData(0, (byte)'X')]
    public void A_header_of_features_that_lies(int at, byte value)
    {
        byte[] bytes = File.ReadAllBytes(At("features.regions"));
        bytes[at] = value;
        File.WriteAllBytes(At("features.regions"), bytes);
        Refusal.Assert("features.regions", "found", Run());
    }

    [Theory]
    [InlineData("features.regions")]
    [InlineData("pretrain/features.regions")]
    public void One_bit_of_the_features(string name)
    {
        byte[] bytes = File.ReadAllBytes(At(name));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(At(name), bytes);
        Refusal.Assert("features.regions", "a wrong checksum", Run());
    }

    [Fact]
    public void Features_without_an_image_that_is_asked_about()
    {
        File.Copy(At("pretrain/features.regions"), At("features.regions"), overwrite: true);
        Refusal.Assert("train", "images without region features", Run());
    }

    [Fact]
    public void Captions_that_are_not_UTF_8()
    {
        byte[] bytes = File.ReadAllBytes(At("pretrain/captions.json"));
        bytes[Encoding.UTF8.GetString(bytes).IndexOf("apple", StringComparison.Ordinal)] = 0xFF;
        File.WriteAllBytes(At("pretrain/captions.json"), bytes);
        Refusal.Assert("captions.json", "found", Run());
    }

    [Fact]
    public void Data_that_have_changed_since_the_run()
    {
        string run = folder.File("run");
        Cli.Print(Run());
        Cli.Print("data", "resplit", data, "--out", folder.File("other"), "--train", "200", "--seed", "99");
        foreach (string kind in new[] { "questions", "annotations" }) File.Copy(Path.Combine(folder.File("other"), kind, "train.json"), At($"{kind}/train.json"), overwrite: true);
        File.WriteAllText(At("dataset.json"), File.ReadAllText(At("dataset.json")).Replace("\"train\": 300", "\"train\": 200", StringComparison.Ordinal));
        Refusal.Assert("answers.txt", "expected the data that the run was trained on", "evaluate", run);
    }

    private string[] Run() => ["run", TinyRun.Recipe, "--out", folder.File("run"), "--set", "data.source=prepared", "--set", $"data.path={data}", "--set", "data.split=published"];

    private string At(string name) => Path.Combine(data, name);
}
