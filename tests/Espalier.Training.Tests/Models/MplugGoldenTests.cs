using System.Text.Json;
using Espalier.Checkpoints;
using Espalier.Data;
using Espalier.Decoding;
using Espalier.Testing;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

public sealed class MplugGoldenTests
{
    private static readonly GoldenTensors Inputs = new("mplug", "inputs.safetensors");
    private static readonly GoldenTensors Expected = new("mplug", "outputs.safetensors");

    internal static MplugConfig Config { get; } = new()
    {
        VocabularySize = 130,
        HiddenSize = 32,
        HeadCount = 2,
        IntermediateSize = 64,
        LayerCount = 4,
        TextLayers = 2,
        FusionLayers = 4,
        DecoderLayers = 2,
        PositionCount = 24,
        Vision = new() { Resolution = 32, PatchSize = 8, Width = 48, LayerCount = 2, HeadCount = 3 },
    };

    [Fact]
    public void Every_part_gives_what_that_of_the_reference_gives()
    {
        using DisposeScope scope = NewDisposeScope();
        Mplug model = Load();
        MplugStates states = model.Read(Batch(), padded: true);
        Assert.Multiple(
            () => Expected.AssertClose("visual_encoder", states.Vision),
            () => Expected.AssertClose("image_embeds", states.Image),
            () => Expected.AssertClose("text_embeds", states.Text),
            () => Expected.AssertClose("fusion_image", states.FusedImage),
            () => Expected.AssertClose("fusion_text", states.FusedText),
            () => Expected.AssertClose("decoder_logits", model.DecoderLogits(Inputs["answer_ids"], [1, 2], states.Memory)),
            () => Expected.AssertClose("decoder_loss_each", -model.LogLikelihoods(Inputs["answer_ids"], [1, 2], states.Memory)));
    }

    [Theory]
    [InlineData(false, "loss_plain")]
    [InlineData(true, "loss_debias")]
    public void Packed_states_give_the_losses_of_the_reference(bool feedback, string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Expected.AssertClose(name, Loss(Load(), feedback));
    }

    [Fact]
    public void Every_gradient_of_the_debiased_loss_is_that_of_the_reference()
    {
        using DisposeScope scope = NewDisposeScope();
        GoldenTensors gradients = new("mplug", "grads_debias.safetensors");
        Mplug model = Load();
        Loss(model, feedback: true).backward();
        HashSet<string> seen = [];
        foreach ((string name, Parameter parameter) in model.named_parameters())
        {
            if (!gradients.Names.Contains(name)) Assert.True(parameter.grad is null, $"{name} has a gradient");
            else gradients.AssertClose(name, Assert.IsAssignableFrom<Tensor>(parameter.grad));
            seen.Add(name);
        }
        Assert.Empty(gradients.Names.Except(seen));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ranking_gives_the_answers_and_chances_of_the_reference(bool padded)
    {
        using DisposeScope scope = NewDisposeScope();
        Mplug model = Load();
        MplugMemory memory = model.Read(Batch(), padded).Memory;
        AnswerSequences candidates = AnswerSequences.OfIds(Inputs["answer_ids"].data<long>().ToArray(), 3);

        (Tensor answers, Tensor scores) = AnswerRanking.Rank(model, memory, candidates, new RankingOptions { Shortlist = 2, FirstPieceTwice = true });

        Assert.Equal(Expected["rank_ids"].data<long>().ToArray(), answers.data<long>().ToArray());
        Expected.AssertClose("rank_probs", nn.functional.softmax(scores, 1));
    }

    [Fact]
    public void Beam_search_gives_the_answers_and_scores_of_the_reference()
    {
        using DisposeScope scope = NewDisposeScope();
        JsonElement expected = Golden.Case("mplug").GetProperty("beam");
        BeamOptions options = new()
        {
            Beams = expected.GetProperty("beam_size").GetInt32(),
            Shortest = expected.GetProperty("min_length").GetInt32(),
            Longest = expected.GetProperty("max_length").GetInt32(),
        };

        IReadOnlyList<GeneratedAnswer> found = Load().Generate(Batch(), options);

        Assert.Equal(2, found.Count);
        for (int i = 0; i < found.Count; i++)
        {
            Assert.Equal(expected.GetProperty("ids")[i][0].EnumerateArray().Select(id => id.GetInt64()), found[i].Ids);
            Assert.Equal(expected.GetProperty("scores")[i][0].GetDouble(), found[i].Score, 1e-4 * 15);
        }
    }

    internal static Mplug Load()
    {
        Mplug model = Config.Blank();
        using ITensorSource source = SafetensorsFile.Open(Golden.PathOf("mplug", "weights.safetensors"));
        ModelWeights.Load(model, source, model.Pretrained);
        model.eval();
        return model;
    }

    internal static TensorBatch Batch() => new()
    {
        TokenIds = Inputs["question_ids"],
        TokenMask = Inputs["question_mask"].to_type(ScalarType.Float32),
        Images = Inputs["image"],
    };

    /// <summary>The same with its answers, 1 and 2.</summary>
    internal static TensorBatch Answered() => Batch() with
    {
        AnswerIds = ByQuestion(Inputs["answer_ids"]),
        AnswerWeights = ByQuestion(Inputs["weights"]),
        AnswerBias = ByQuestion(Inputs["bias"]),
    };

    private static Tensor ByQuestion(Tensor answers) =>
        stack([cat([answers.narrow(0, 0, 1), zeros_like(answers.narrow(0, 0, 1))]), answers.narrow(0, 1, 2)]);

    private static Tensor Loss(Mplug model, bool feedback)
    {
        TensorBatch batch = Answered();
        return new WeightedGeneration(feedback).Loss(model.Forward(batch), batch);
    }
}
