using Espalier.Training.Models;

namespace Espalier.Training.Tests.Models;

public sealed class MplugConfigTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_saved_configuration_reads_back_the_same()
    {
        MplugConfig config = MplugConfig.Tiny with { Stride = 2, Vision = MplugConfig.Tiny.Vision with { Width = 96 } };
        config.Save(_file);
        Assert.Equal(config, MplugConfig.Load(_file));
    }

    [Fact]
    public void The_names_of_the_reference_are_read_and_its_other_keys_passed_over()
    {
        File.WriteAllText(_file, """
            { "architectures": ["BertForMaskedLM"], "attention_probs_dropout_prob": 0.1, "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "hidden_size": 768,
              "initializer_range": 0.02, "intermediate_size": 3072, "layer_norm_eps": 1e-12, "max_position_embeddings": 512, "num_attention_heads": 12,
              "num_hidden_layers": 12, "pad_token_id": 0, "type_vocab_size": 2, "vocab_size": 30522, "fusion_layers": 6, "encoder_width": 768,
              "text_encoder_layers": 6, "text_decode_layers": 12, "stride_layer": 3 }
            """);
        Assert.Equal(MplugConfig.Base, MplugConfig.Load(_file));
    }

    [Fact]
    public void Large_is_told_by_its_vision_encoder_alone()
    {
        // As docs/checkpoints.md has it.
        File.WriteAllText(_file, """
            { "model_type": "mplug", "visual_config": { "input_resolution": 504, "patch_size": 14, "width": 1024, "layers": 24, "heads": 16 } }
            """);
        Assert.Equal(MplugConfig.Large, MplugConfig.Load(_file));
    }

    [Theory]
    [InlineData("""{ "fusion_layers": 13 }""", "fusion_layers", "at most num_hidden_layers, 12")]
    [InlineData("""{ "stride_layer": 0 }""", "stride_layer", "0")]
    [InlineData("""{ "model_type": "bert" }""", "model_type", "bert")]
    [InlineData("""{ "visual_config": { "input_resolution": 100 } }""", "visual_config", "a multiple of the patch size 16")]
    [InlineData("""{ "visual_config": { "heads": 5 } }""", "visual_config", "a divisor of the width 768")]
    [InlineData("""{ "visual_config": { "layers": 0 } }""", "visual_config", "0 layers")]
    [InlineData("""{ "visual_config": null }""", "visual_config", "configuration")]
    public void A_wrong_configuration_is_refused_with_its_place(string json, string place, string message)
    {
        File.WriteAllText(_file, json);
        InputException error = Assert.Throws<InputException>(() => MplugConfig.Load(_file));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_are_those_of_vision_text_fusion_and_decoder()
    {
        MplugConfig config = MplugConfig.Tiny.WithLayers([1, 2, 3, 4]);
        Assert.Equal((1, 2, 3, 4, 5), (config.Vision.LayerCount, config.TextLayers, config.FusionLayers, config.DecoderLayers, config.LayerCount));
    }

    [Fact]
    public void Zeros_cost_no_operations_and_unused_weights_cost_none_either()
    {
        Dictionary<string, long> dense = MplugConfig.Tiny.Blank(TorchSharp.torch.META).Matrices.Where(m => m.Modality is not null).ToDictionary(m => m.Name, m => m.Weight.numel());
        long all = MplugConfig.Tiny.FlopsPerQuestion(dense, 10, 0);
        long without(string name) => MplugConfig.Tiny.FlopsPerQuestion(dense.Where(m => m.Key != name).ToDictionary(), 10, 0);

        Assert.Equal(all, without("fusion_encoder.encoder.layer.5.crossattention.self.query.weight"));
        Assert.Equal(2 * 10 * 128 * 128, all - without("fusion_encoder.encoder.layer.4.crossattention.self.query.weight"));
        Assert.Equal(2 * 65 * 128 * 128, all - without("fusion_encoder.encoder.layer.4.crossattention.self.key.weight"));
        Assert.Equal(2 * 75 * 128 * 128, all - without("fusion_encoder.encoder.layer.5.attention.self.key.weight"));
        Assert.Equal(2 * 75 * 128 * 128, all - without("text_decoder.bert.encoder.layer.0.crossattention.self.value.weight"));
    }
}
