using Espalier.Checkpoints;
using Espalier.Training.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

/// <summary>Released files: other names, more tensors, another resolution.</summary>
public sealed class MplugCheckpointTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("model.")]
    [InlineData("module.")]
    [InlineData("model.module.")]
    public void Nested_names_and_those_of_pretraining_are_cleaned_up(string nesting)
    {
        Write(name => nesting + name
            .Replace("fusion_encoder.", "fusion_encoder.fusion.", StringComparison.Ordinal)
            .Replace("text_encoder.", "text_encoder.bert.", StringComparison.Ordinal), more: ["visual_encoder.token_embedding.weight", "itm_head.weight"]);
        AssertSame(MplugGoldenTests.Load(), Load(MplugGoldenTests.Config));
    }

    [Fact]
    public void Layers_of_a_whole_text_encoder_beyond_those_of_the_model_are_passed_over()
    {
        Write(name => name, more: ["text_encoder.encoder.layer.7.output.dense.weight", "text_encoder.pooler.dense.weight"]);
        AssertSame(MplugGoldenTests.Load(), Load(MplugGoldenTests.Config));
    }

    [Fact]
    public void The_same_weight_under_two_names_is_refused()
    {
        Write(name => name, more: ["model.visn_fc.bias"]);
        Assert.Contains("visn_fc.bias", Assert.Throws<InputException>(() => Load(MplugGoldenTests.Config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Positions_are_stretched_to_another_resolution_and_that_of_the_class_token_kept()
    {
        using DisposeScope scope = NewDisposeScope();
        Write(name => name);
        Tensor before = Positions(MplugGoldenTests.Load());

        Tensor after = Positions(Load(MplugGoldenTests.Config with { Vision = MplugGoldenTests.Config.Vision with { Resolution = 64 } }));

        Assert.Equal([65, 48], after.shape);
        Assert.True(after[0].eq(before[0]).all().ToBoolean());
        // Twice as fine: the corner is the corner's, and the next centre a quarter of the way to the next old one.
        Assert.True(after[1].allclose(before[1]));
        Assert.True(after[2].allclose((0.75 * before[1]) + (0.25 * before[2]), 1e-5, 1e-6));
    }

    [Fact]
    public void Positions_that_are_no_square_are_refused()
    {
        Write(name => name, change: (name, values) => name.EndsWith("positional_embedding", StringComparison.Ordinal) ? values.narrow(0, 0, 12) : values);
        Assert.Contains("positional_embedding", Assert.Throws<InputException>(() => Load(MplugGoldenTests.Config)).Message, StringComparison.Ordinal);
    }

    private void Write(Func<string, string> rename, string[]? more = null, Func<string, Tensor, Tensor>? change = null)
    {
        using DisposeScope scope = NewDisposeScope();
        GoldenTensors weights = new("mplug", "weights.safetensors");
        List<TensorEntry> entries = [];
        foreach (string name in weights.Names.Where(name => weights[name].dtype == ScalarType.Float32))
        {
            Tensor values = (change?.Invoke(name, weights[name]) ?? weights[name]).contiguous();
            entries.Add(new TensorEntry(rename(name), TensorType.F32, values.shape, stream => stream.Write(values.bytes)));
        }
        foreach (string name in more ?? []) entries.Add(new TensorEntry(name, TensorType.F32, [32], stream => stream.Write(new byte[128])));
        SafetensorsWriter.Write(_file, entries);
    }

    private Mplug Load(MplugConfig config)
    {
        Mplug model = config.Blank();
        using SafetensorsFile source = SafetensorsFile.Open(_file);
        ModelWeights.Load(model, source, model.Pretrained);
        return model;
    }

    private static Tensor Positions(Mplug model) =>
        model.named_parameters().Single(p => p.name.EndsWith("positional_embedding", StringComparison.Ordinal)).parameter.detach();

    private static void AssertSame(Mplug expected, Mplug actual)
    {
        Dictionary<string, Parameter> found = actual.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach ((string name, Parameter parameter) in expected.named_parameters())
            Assert.True(parameter.eq(found[name]).all().ToBoolean(), name);
    }
}
