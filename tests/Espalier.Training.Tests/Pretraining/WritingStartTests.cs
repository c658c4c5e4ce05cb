using Espalier.Training.Models;
using Espalier.Training.Pretraining;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pretraining;

/// <summary>What a writing model begins its pre-training with.</summary>
public sealed class WritingStartTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Mplug model = (Mplug)(MplugConfig.Tiny with { VocabularySize = 12 }).Create(3);
    private readonly Dictionary<string, Tensor> all;

    public WritingStartTests()
    {
        MimeticStart.Apply(model);
        WritingStart.Apply(model, arange(12, ScalarType.Float32));
        all = model.named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter);
    }

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void Words_look_at_what_is_like_them_and_read_it_as_it_is()
    {
        Assert.Equal(3, model.Readers.Count());
        foreach (string reader in model.Readers)
        {
            Tensor likeness = matmul(all[$"{reader}.self.query.weight"].t(), all[$"{reader}.self.key.weight"]), copy = matmul(all[$"{reader}.output.dense.weight"], all[$"{reader}.self.value.weight"]);
            foreach (Tensor product in new[] { likeness, copy }) Assert.True(product.diagonal().min().item<float>() > 2 * (product - product.diagonal().diag()).abs().mean().item<float>());
        }
    }

    [Fact]
    public void Readers_are_sharp_and_the_decoder_is_not()
    {
        Tensor written = all["text_decoder.bert.encoder.layer.0.crossattention.self.query.weight"], read = all[$"{model.Readers.First()}.self.query.weight"];
        Assert.Equal(2, (read.std() / written.std()).item<float>(), 0.1);
    }

    [Fact]
    public void The_decoder_has_the_encoders_embeddings_and_a_head_that_knows_the_shares()
    {
        foreach (string part in new[] { "word_embeddings", "position_embeddings", "token_type_embeddings", "LayerNorm" })
            Assert.Equal(all[$"text_encoder.embeddings.{part}.weight"].data<float>().ToArray(), all[$"text_decoder.bert.embeddings.{part}.weight"].data<float>().ToArray());
        Assert.Equal([.. Enumerable.Range(0, 12).Select(i => (float)i)], all["text_decoder.cls.predictions.bias"].data<float>().ToArray());
    }
}
