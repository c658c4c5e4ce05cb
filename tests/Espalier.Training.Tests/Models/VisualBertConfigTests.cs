using Espalier.Testing;
using Espalier.Training.Models;

namespace Espalier.Training.Tests.Models;

public sealed class VisualBertConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_saved_configuration_reads_back_the_same_through_its_model_type()
    {
        string file = _folder.File("config.json");
        VisualBertConfig config = VisualBertConfig.Tiny with { AnswerCount = 27, HiddenDropout = 0.25, PaddingWord = 0 };
        config.Save(file);
        Assert.Equal(config, Backbones.Load(file));
    }

    [Fact]
    public void A_published_configuration_without_a_padding_word_pads_with_1()
    {
        VisualBertConfig config = Load("""
            { "architectures": ["VisualBertForPreTraining"], "bypass_transformer": false, "hidden_size": 768, "model_type": "visual_bert",
              "num_hidden_layers": 12, "special_visual_initialize": true, "type_vocab_size": 2, "visual_embedding_dim": 2048, "vocab_size": 30522 }
            """);
        Assert.Equal(VisualBertConfig.Base, config);
        Assert.Equal(1, config.PaddingWord);
        Assert.Equal(512, Load("{}").FeatureSize);
    }

    [Theory]
    [InlineData("""{ "bypass_transformer": true }""", "bypass_transformer", "false")]
    [InlineData("""{ "num_hidden_layers": 0 }""", "num_hidden_layers", "from 1")]
    [InlineData("""{ "pad_token_id": 30522 }""", "pad_token_id", "a word of the vocabulary")]
    [InlineData("""{ "visual_embedding_dim": -1 }""", "visual_embedding_dim", "-1")]
    [InlineData("""{ "model_type": "lxmert" }""", "model_type", "visual_bert")]
    public void A_wrong_configuration_is_refused_with_its_place(string json, string place, string message)
    {
        InputException error = Assert.Throws<InputException>(() => Load(json));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "model_type": "bert" }""", "\"bert\"")]
    [InlineData("""{ "hidden_size": 8 }""", "nothing")]
    public void A_model_type_that_is_no_backbone_is_refused_with_those_that_are(string json, string found)
    {
        File.WriteAllText(_folder.File("config.json"), json);
        string message = Assert.Throws<InputException>(() => Backbones.Load(_folder.File("config.json"))).Message;
        Assert.Contains($"model_type: found {found}; expected \"lxmert\" or \"visual_bert\"", message, StringComparison.Ordinal);
    }

    private VisualBertConfig Load(string json)
    {
        File.WriteAllText(_folder.File("config.json"), json);
        return VisualBertConfig.Load(_folder.File("config.json"));
    }
}
