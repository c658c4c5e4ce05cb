using Espalier.Checkpoints;
using Espalier.Training.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

public sealed class ModelWeightsTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
    private readonly Lxmert _model = new(LxmertGoldenTests.Config, seed: 1);

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Saved_weights_load_to_the_same_bits()
    {
        ModelWeights.Save(_model, _file);
        Lxmert loaded = Lxmert.Blank(_model.Config);
        using SafetensorsFile source = SafetensorsFile.Open(_file);
        LoadReport report = ModelWeights.Load(loaded, source);
        Assert.Equal(_model.parameters().Count(), report.Loaded.Count);
        Assert.All(_model.parameters().Zip(loaded.parameters()), pair => Assert.Equal(pair.First.data<float>().ToArray(), pair.Second.data<float>().ToArray()));
    }

    [Fact]
    public void Half_precision_weights_are_widened()
    {
        Linear layer = nn.Linear(2, 1);
        Write(TensorEntry.Of("weight", TensorType.BF16, [1, 2], new byte[] { 0x80, 0x3F, 0x00, 0xC0 }), TensorEntry.Of("bias", [1], new float[] { 3 }));
        Load(layer);
        Assert.Equal([1, -2], layer.weight!.data<float>().ToArray());
    }

    [Fact]
    public void Weights_that_do_not_fit_are_refused_by_name()
    {
        Write(TensorEntry.Of("weight", [2, 1], new float[2]), TensorEntry.Of("extra", [1], new float[1]));
        InputException error = Assert.Throws<InputException>(() => Load(nn.Linear(2, 1)));
        Assert.Contains("no tensor for bias", error.Message, StringComparison.Ordinal);
        Assert.Contains("nothing in the model for extra", error.Message, StringComparison.Ordinal);
        Assert.Contains("weight: F32 [2, 1] for [1, 2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_lists_the_same_without_refusing()
    {
        Write(TensorEntry.Of("weight", [2, 1], new float[2]), TensorEntry.Of("extra", [1], new float[1]));
        LoadReport report = Load(nn.Linear(2, 1), LoadOptions.Strict with { ReportOnly = true });
        Assert.Equal("bias extra weight: F32 [2, 1] for [1, 2]", string.Join(' ', [.. report.Missing, .. report.Unexpected, .. report.Misshaped]));
    }

    [Fact]
    public void A_weight_that_is_not_a_number_is_refused()
    {
        Write(TensorEntry.Of("weight", [1, 2], new[] { 1, float.NaN }), TensorEntry.Of("bias", [1], new float[1]));
        Assert.Contains("\"weight\"", Assert.Throws<InputException>(() => Load(nn.Linear(2, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pretraining_checkpoint_leaves_its_heads_behind_and_gets_a_fresh_one()
    {
        Write([
            .. ModelWeights.Entries(_model).Where(entry => entry.Info.Name.StartsWith("lxmert.", StringComparison.Ordinal)),
            TensorEntry.Of("cls.predictions.bias", [1], new float[1]),
            TensorEntry.Of("answer_head.logit_fc.0.bias", [1], new float[1]),
            TensorEntry.Of("obj_predict_head.out_cls.bias", [1], new float[1]),
        ]);
        AssertSame(_model, Pretrained(seed: 1));
    }

    [Theory]
    [InlineData("bert.")]
    [InlineData("module.bert.")]
    public void The_names_of_the_original_release_are_understood(string prefix)
    {
        Write([.. ModelWeights.Entries(_model)
            .Where(entry => entry.Info.Name.StartsWith("lxmert.", StringComparison.Ordinal))
            .Select(entry => new TensorEntry(
                prefix + entry.Info.Name["lxmert.".Length..], entry.Info.Type, entry.Info.Shape, stream => WriteWeight(entry.Info.Name, stream)))]);
        AssertSame(_model, Pretrained(seed: 1));
    }

    [Fact]
    public void A_checkpoint_that_names_a_weight_twice_is_refused()
    {
        Write(TensorEntry.Of("bert.a", [1], new float[1]), TensorEntry.Of("lxmert.a", [1], new float[1]));
        Assert.Contains("\"bert.a\" as well", Assert.Throws<InputException>(() => Pretrained(seed: 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fine_tuned_checkpoint_keeps_its_head()
    {
        ModelWeights.Save(_model, _file);
        AssertSame(_model, Pretrained(seed: 2));
    }

    private void WriteWeight(string name, Stream stream) => stream.Write(_model.named_parameters().Single(p => p.name == name).parameter.bytes);

    private void Write(params TensorEntry[] entries) => SafetensorsWriter.Write(_file, entries);

    private LoadReport Load(nn.Module module, LoadOptions? options = null)
    {
        using SafetensorsFile source = SafetensorsFile.Open(_file);
        return ModelWeights.Load(module, source, options);
    }

    private Lxmert Pretrained(ulong seed)
    {
        using SafetensorsFile source = SafetensorsFile.Open(_file);
        return (Lxmert)_model.Config.FromPretrained(source, seed);
    }

    private static void AssertSame(Lxmert expected, Lxmert actual) =>
        Assert.All(expected.named_parameters().Zip(actual.named_parameters()), pair =>
            Assert.True(pair.First.parameter.eq(pair.Second.parameter).all().ToBoolean(), pair.First.name));
}
