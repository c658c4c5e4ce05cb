using Espalier.Checkpoints;
using Espalier.Testing;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

public sealed class LxmertGoldenTests
{
    private static readonly GoldenTensors Inputs = new("lxmert", "inputs.safetensors");

    internal static LxmertConfig Config { get; } = new()
    {
        VocabularySize = 100,
        HiddenSize = 32,
        HeadCount = 2,
        IntermediateSize = 64,
        LanguageLayers = 2,
        VisionLayers = 1,
        CrossLayers = 2,
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
        GoldenTensors expected = new("lxmert", $"outputs_{form}.safetensors");
        ActivationTrace trace = new(attentions: true);

        ModelOutput output = Load("weights.safetensors").Forward(Batch(form), trace);

        Assert.Multiple(
            () => expected.AssertAll("language_hidden_states", trace.LanguageStates),
            () => expected.AssertAll("vision_hidden_states", trace.VisionStates),
            () => expected.AssertAll("language_attentions", trace.LanguageAttentions!),
            () => expected.AssertAll("vision_attentions", trace.VisionAttentions!),
            () => expected.AssertAll("cross_encoder_attentions", trace.CrossAttentions!),
            () => expected.AssertClose("pooled_output", output.Pooled),
            () => expected.AssertClose("logits", output.Logits));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("masked")]
    public void The_shortened_last_layer_gives_the_loss_and_every_gradient_of_the_reference(string form)
    {
        using DisposeScope scope = NewDisposeScope();
        GoldenTensors expected = new("lxmert", $"outputs_{form}.safetensors");
        GoldenTensors gradients = new("lxmert", $"grads_{form}.safetensors");
        Lxmert model = Load("weights.safetensors");
        TensorBatch batch = Batch(form);

        Tensor loss = new BinaryCrossEntropy().Loss(model.Forward(batch), batch);
        loss.backward();

        expected.AssertClose("loss", loss);
        foreach ((string name, Parameter parameter) in model.named_parameters())
        {
            if (!gradients.Names.Contains(name)) Assert.True(parameter.grad is null, $"{name} has a gradient");
            else gradients.AssertClose(name, Assert.IsAssignableFrom<Tensor>(parameter.grad));
        }
    }

    [Theory]
    [InlineData("pytorch_model.bin")]
    [InlineData("pytorch_model_legacy.bin")]
    public void Weights_from_PyTorch_files_are_those_of_the_safetensors_file(string file)
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Parameter> expected = Load("weights.safetensors").named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach ((string name, Parameter parameter) in Load(file).named_parameters())
            Assert.True(parameter.eq(expected[name]).all().ToBoolean(), name);
    }

    [Fact]
    public void A_pretraining_checkpoint_gives_the_pooled_state_of_the_reference()
    {
        using DisposeScope scope = NewDisposeScope();
        GoldenTensors expected = new("lxmert_seqcls", "outputs.safetensors");
        GoldenTensors head = new("lxmert_seqcls", "weights.safetensors");
        GoldenTensors inputs = new("lxmert_seqcls", "inputs.safetensors");
        Lxmert model = Lxmert.Blank(Config with { LanguageLayers = 1 });
        model.eval();
        using ITensorSource source = SafetensorsFile.Open(Golden.PathOf("lxmert_seqcls", "weights.safetensors"));
        // This checkpoint has a plain linear head, which our model has no place for.
        ModelWeights.Load(model, source, model.Pretrained with { Ignored = ["classifier."] });

        Tensor pooled = model.Forward(Batch("plain", inputs)).Pooled;

        expected.AssertClose("pooled_output", pooled);
        expected.AssertClose("logits", nn.functional.linear(pooled, head["classifier.weight"], head["classifier.bias"]));
    }

    internal static Lxmert Load(string file)
    {
        Lxmert model = Lxmert.Blank(Config);
        using ITensorSource source = CheckpointFile.Open(Golden.PathOf("lxmert", file));
        ModelWeights.Load(model, source);
        model.eval();
        return model;
    }

    internal static TensorBatch Batch(string form, GoldenTensors? inputs = null)
    {
        inputs ??= Inputs;
        TensorBatch plain = new()
        {
            TokenIds = inputs["input_ids"],
            Features = inputs["visual_feats"],
            Boxes = inputs["visual_pos"],
            Targets = inputs["labels"],
        };
        return form == "plain" ? plain : plain with
        {
            TokenMask = inputs["attention_mask"].to_type(ScalarType.Float32),
            RegionMask = inputs["visual_attention_mask"],
            TokenTypes = inputs["token_type_ids"],
        };
    }
}
