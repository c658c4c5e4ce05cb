using System.Globalization;
using System.Text.Json;
using Espalier.Testing;

namespace Espalier.Cli.Tests.Commands;

/// <summary>`bench compare` on models so small that what it measures says nothing; that it measures everything, and the same, is what counts.</summary>
public sealed class CompareEnginesTests : IDisposable
{
    private const string Engines = "packed,packed-bf16,packed-int8,torch,torch-bf16,onnx,onnx-int8";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_engine_is_measured_at_every_sparsity_and_batch()
    {
        (string json, string csv, string picture) = (_folder.File("a.json"), _folder.File("a.csv"), _folder.File("a.png"));
        string printed = Cli.Print(
            "bench", "compare", "--size", "tiny", "--engines", Engines, "--sparsity", "0,0.7", "--allocation", "uniform,60/4/60", "--batch", "1,2", "--threads", "1", "--rounds", "2",
            "--json", json, "--csv", csv, "--picture", picture);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(json));
        JsonElement[] rows = [.. document.RootElement.GetProperty("rows").EnumerateArray()];
        string[] dense = ["torch dense 0", "torch-bf16 dense 0", "onnx dense 0", "onnx-int8 dense 0"];
        string[] expected = [.. dense, .. ((string[])["packed", "packed-bf16", "packed-int8"]).SelectMany(engine => (string[])[$"{engine} uniform 0", $"{engine} uniform 0.7", $"{engine} 60/4/60 {Overall(rows)}"])];
        foreach (int batch in (int[])[1, 2])
        {
            JsonElement[] some = [.. rows.Where(row => row.GetProperty("batch").GetInt32() == batch)];
            Assert.Equal(expected.Order(StringComparer.Ordinal), some.Select(Name).Order(StringComparer.Ordinal));
            Assert.All(some, row => Assert.True(row.GetProperty("median_ms").GetDouble() > 0 && row.GetProperty("speed_up").GetDouble() > 0));
            // Who is compared with itself is as fast as itself.
            string faster = some[0].GetProperty("faster_dense").GetString()!;
            Assert.Contains(faster, (string[])["torch", "onnx"]);
            Assert.Equal(1, some.Single(row => Engine(row) == faster).GetProperty("speed_up").GetDouble());
            Assert.All(some, row => Assert.Equal(faster, row.GetProperty("faster_dense").GetString()));
        }
        Assert.All(rows.Where(row => Engine(row) is "packed" or "onnx"), row => Assert.InRange(Difference(row), 0, 1e-4));
        Assert.All(rows.Where(row => Engine(row).Contains("bf16", StringComparison.Ordinal) || Engine(row).Contains("int8", StringComparison.Ordinal)), row => Assert.InRange(Difference(row), 1e-5, Engine(row) == "onnx-int8" ? 0.1 : 0.05));
        Assert.Equal(("lxmert", "tiny", 14, 8, 2), (Text("backbone"), Text("size"), Number("words"), Number("regions"), Number("rounds")));
        JsonElement machine = document.RootElement.GetProperty("machine");
        Assert.All(["processor", "kernels", "os", "dot_net", "espalier", "torch_sharp", "onnx_runtime"], key => Assert.NotEqual("", machine.GetProperty(key).GetString()));

        string[] lines = File.ReadAllLines(csv);
        Assert.Equal("backbone,size,engine,allocation,sparsity,batch,threads,median_ms,median_cpu_ms,faster_dense,speed_up,cpu_speed_up,logit_difference", lines[0]);
        Assert.Equal(rows.Select(row => $"lxmert,tiny,{Engine(row)},{row.GetProperty("allocation").GetString()}"), lines.Skip(1).Select(line => string.Join(',', line.Split(',')[..4])));
        Assert.Equal("PNG"u8.ToArray(), File.ReadAllBytes(picture)[1..4]);
        Assert.All(["2 rounds", "1 question, 1 thread", "2 questions, 1 thread", "60/4/60", "onnx-int8"], words => Assert.Contains(words, printed, StringComparison.Ordinal));

        string Text(string key) => document.RootElement.GetProperty(key).GetString()!;

        int Number(string key) => document.RootElement.GetProperty(key).GetInt32();
    }

    [Theory]
    [InlineData("visualbert")]
    [InlineData("mplug")]
    public void Other_backbones_are_compared_too(string backbone)
    {
        string csv = _folder.File("a.csv");
        Cli.Print("bench", "compare", "--backbone", backbone, "--size", "tiny", "--engines", "packed,onnx", "--sparsity", "0.9", "--batch", "3", "--rounds", "1", "--csv", csv);
        string[][] lines = [.. File.ReadAllLines(csv).Skip(1).Select(line => line.Split(','))];
        Assert.Equal(["packed uniform 0.9 3 1", "onnx dense 0 3 1"], lines.Select(line => string.Join(' ', line[2..7])));
        Assert.Equal("1", lines[1][10]);
    }

    private static string Name(JsonElement row) => string.Create(CultureInfo.InvariantCulture, $"{Engine(row)} {row.GetProperty("allocation").GetString()} {row.GetProperty("sparsity").GetDouble()}");

    private static string Engine(JsonElement row) => row.GetProperty("engine").GetString()!;

    private static double Difference(JsonElement row) => row.GetProperty("logit_difference").GetDouble();

    // Between the least and the most of the modalities, and the same for all.
    private static string Overall(JsonElement[] rows)
    {
        double overall = Assert.Single(rows.Where(row => row.GetProperty("allocation").GetString() == "60/4/60").Select(row => row.GetProperty("sparsity").GetDouble()).Distinct());
        Assert.InRange(overall, 0.3, 0.6);
        return overall.ToString(CultureInfo.InvariantCulture);
    }
}
