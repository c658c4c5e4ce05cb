using Espalier.Checkpoints;
using Espalier.Testing;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

public sealed class VisualBertGoldenTests
{
    private static readonly GoldenTensors Inputs = new("visualbert", "inputs.safetensors");

    internal static VisualBertConfig Config { get; } = new()
    {
        VocabularySize = 100,
        HiddenSize = 32,
        HeadCount = 2,
        IntermediateSize = 64,
        Layers = 2,
        PositionCount = 20,
        FeatureSize = 24,
        AnswerCount = 11,
    };

    [Theory]
    [InlineData("plain")]
    [InlineData("masked")]
    public void Every_state_attention_and_logit_is_that_of_the_reference(string form)
    {
        using DisposeScope scope = NewDisposeScope();
        GoldenTensors expected = new("visualbert", $"outputs_{form}.safetensors");
        ActivationTrace trace = new(attentions: true);

        ModelOutput output = Load("weights.safetensors").Forward(Batch(form), trace);

        Assert.Multiple(
            () => expected.AssertAll("hidden_states", trace.JointStates),
            () => expected.AssertAll("attentions", trace.JointAttentions!),
            () => expected.AssertClose("pooled_output", output.Pooled),
            () => expected.AssertClose("logits", output.Logits));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("masked")]
    public void The_packed_form_with_its_shortened_last_layer_gives_the_loss_and_every_gradient_of_the_reference(string form)
    {
        using DisposeScope scope = NewDisposeScope();
        GoldenTensors expected = new("visualbert", $"outputs_{form}.safetensors");
        GoldenTensors gradients = new("visualbert", $"grads_{form}.safetensors");
        VisualBert model = Load("weights.safetensors");
        TensorBatch batch = Batch(form);

        ModelOutput output = model.Forward(batch);
        Tensor loss = new BinaryCrossEntropy().Loss(output, batch);
        loss.backward();

        Assert.True(model.Arrange(batch).Words.IsPacked);
        expected.AssertClose("logits", output.Logits);
        expected.AssertClose("loss", loss);
        Assert.Equal(gradients.Names.Order(StringComparer.Ordinal), model.named_parameters().Select(p => p.name).Order(StringComparer.Ordinal));
        foreach ((string name, Parameter parameter) in model.named_parameters())
            gradients.AssertClose(name, Assert.IsAssignableFrom<Tensor>(parameter.grad));
    }

    [Fact]
    public void The_row_of_the_configured_padding_word_gets_no_gradient_and_that_of_PAD_does()
    {
        using DisposeScope scope = NewDisposeScope();
        VisualBert model = Load("weights.safetensors");
        TensorBatch batch = Batch("plain") with { TokenIds = Inputs["input_ids"].clone() };
        batch.TokenIds.select(1, 2).zero_();

        new BinaryCrossEntropy().Loss(model.Forward(batch), batch).backward();

        Tensor rows = model.Words.Weight.grad!.abs().sum(1);
        Assert.Contains(1L, batch.TokenIds.data<long>().ToArray());
        Assert.Equal(0, rows[1].ToSingle());
        Assert.True(rows[0].ToSingle() > 0);
    }

    [Fact]
    public void Weights_from_a_PyTorch_file_are_those_of_the_safetensors_file()
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Parameter> expected = Load("weights.safetensors").named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach ((string name, Parameter parameter) in Load("pytorch_model.bin").named_parameters())
            Assert.True(parameter.eq(expected[name]).all().ToBoolean(), name);
    }

    internal static VisualBert Load(string file)
    {
        VisualBert model = VisualBert.Blank(Config);
        using ITensorSource source = CheckpointFile.Open(Golden.PathOf("visualbert", file));
        ModelWeights.Load(model, source);
        model.eval();
        return model;
    }

    internal static TensorBatch Batch(string form)
    {
        TensorBatch plain = new()
        {
            TokenIds = Inputs["input_ids"],
            Features = Inputs["visual_embeds"],
            Boxes = zeros(3, 5, 4),
            Targets = Inputs["labels"],
        };
        return form == "plain" ? plain : plain with { TokenMask = Inputs["attention_mask"], RegionMask = Inputs["visual_attention_mask"] };
    }
}
