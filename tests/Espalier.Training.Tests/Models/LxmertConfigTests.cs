using System.Text.Json.Nodes;
using Espalier.Training.Models;

namespace Espalier.Training.Tests.Models;

public sealed class LxmertConfigTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_saved_configuration_reads_back_the_same()
    {
        LxmertConfig config = LxmertConfig.Tiny with { AnswerCount = 27, HiddenDropout = 0.25 };
        config.Save(_file);
        Assert.Equal(config, LxmertConfig.Load(_file));
    }

    [Fact]
    public void A_saved_configuration_has_keys_of_Hugging_Face_alone_so_that_a_change_of_one_counts()
    {
        LxmertConfig.Tiny.Save(_file);
        JsonObject json = JsonNode.Parse(File.ReadAllText(_file))!.AsObject();
        Assert.DoesNotContain(json, entry => char.IsUpper(entry.Key[0]));
        (json["visual_feat_dim"], json["num_qa_labels"]) = (24, 11);
        File.WriteAllText(_file, json.ToJsonString());
        Assert.Equal(LxmertConfig.Tiny with { FeatureSize = 24, AnswerCount = 11 }, LxmertConfig.Load(_file));
    }

    [Fact]
    public void A_published_configuration_is_read_and_its_other_keys_passed_over()
    {
        File.WriteAllText(_file, """
            { "architectures": ["LxmertForPreTraining"], "model_type": "lxmert", "vocab_size": 30522, "hidden_size": 768, "num_attention_heads": 12,
              "intermediate_size": 3072, "l_layers": 9, "x_layers": 5, "r_layers": 5, "num_qa_labels": 9500, "task_matched": true,
              "visual_feat_dim": 2048, "visual_pos_dim": 4, "hidden_act": "gelu", "visual_feat_loss": true }
            """);
        Assert.Equal(LxmertConfig.Base with { AnswerCount = 9_500 }, LxmertConfig.Load(_file));
    }

    [Theory]
    [InlineData("""{ "hidden_size": -3 }""", "hidden_size", "-3")]
    [InlineData("""{ "num_attention_heads": 7 }""", "num_attention_heads", "divisor of the hidden size 768")]
    [InlineData("""{ "hidden_act": "relu" }""", "hidden_act", "relu")]
    [InlineData("""{ "model_type": "bert" }""", "model_type", "bert")]
    [InlineData("""{ "hidden_dropout_prob": 1 }""", "hidden_dropout_prob", "below 1")]
    [InlineData("""{ "hidden_size": "wide" }""", "hidden_size", "configuration")]
    [InlineData("""{ "hidden_act": null }""", "hidden_act", "configuration")]
    [InlineData("{ \"hidden_size\": 9 ", "$", "configuration")]
    [InlineData("null", "null", "configuration")]
    [InlineData("", "", "configuration")]
    public void A_wrong_configuration_is_refused_with_its_place(string json, string place, string message)
    {
        File.WriteAllText(_file, json);
        InputException error = Assert.Throws<InputException>(() => LxmertConfig.Load(_file));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validation_names_the_property()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Lxmert(LxmertConfig.Tiny with { HeadCount = 3 }, seed: 1));
        Assert.Equal(nameof(LxmertConfig.HeadCount), error.ParamName);
    }
}
