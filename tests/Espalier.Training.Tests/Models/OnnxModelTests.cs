using Espalier.Checkpoints;
using Espalier.Graphs;
using Espalier.Onnx;
using Espalier.Testing;
using Espalier.Training.Models;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static Espalier.Training.Tests.Models.OnnxRuns;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

/// <summary>An exported model must say in ONNX Runtime what the trained one says here.</summary>
public sealed class OnnxModelTests : IDisposable
{
    private const double Tolerance = 1e-4;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("lxmert", true)]
    [InlineData("lxmert", false)]
    [InlineData("visualbert", true)]
    [InlineData("visualbert", false)]
    public void Logits_of_padded_questions_and_regions_are_those_of_the_model(string backbone, bool padded)
    {
        using DisposeScope scope = NewDisposeScope();
        using VqaBackbone model = TinyBackbones.Model(backbone);
        model.eval();
        TensorBatch batch = TinyBackbones.Batch(backbone) with { TokenTypes = null };
        if (!padded) batch = batch with { TokenMask = null, RegionMask = null };
        Assert.Equal(padded, batch.TokenMask is not null && batch.RegionMask is not null);
        Assert.NotEqual(batch.TokenIds.shape[1], model.Config.PositionCount);

        using InferenceSession session = Session(Export(model)[0]);
        AssertClose(model.Forward(batch).Logits, Run(session, Inputs(backbone, batch))["logits"]);
    }

    [Fact]
    public void The_parts_of_mplug_give_its_memory_and_the_scores_of_every_next_piece()
    {
        using DisposeScope scope = NewDisposeScope();
        using Mplug model = (Mplug)TinyBackbones.Model("mplug");
        model.eval();
        TensorBatch batch = MplugGoldenTests.Batch();
        MplugStates states = model.Read(batch, padded: true);

        string[] files = Export(model);
        using InferenceSession encoder = Session(files[0]), decoder = Session(files[1]);
        Dictionary<string, Tensor> read = Run(encoder, new()
        {
            ["pixel_values"] = batch.Images,
            ["input_ids"] = batch.TokenIds,
            ["attention_mask"] = Mask(batch.TokenMask, batch.TokenIds),
        });
        foreach ((string name, Tensor expected) in MplugReads.Of(model, states.Memory.States)) AssertClose(expected, read[name]);
        Assert.Equal(states.Memory.Mask!.to(ScalarType.Int64).data<long>(), read["memory_mask"].data<long>());

        Tensor answers = tensor(new long[] { 101, 7, 9, 102, 101, 8, 102, 0, 101, 11, 12, 13 }, [3, 4]);
        Tensor rows = tensor(new long[] { 0, 0, 1 });
        AssertScored(answers, [2, 1], read.ToDictionary(input => input.Key, input => input.Value.index_select(0, rows)));
        // Once for all answers to a question.
        Dictionary<string, Tensor> first = read.ToDictionary(input => input.Key, input => input.Value.narrow(0, 0, 1));
        AssertScored(answers.narrow(0, 0, 2), [2, 0], first);

        void AssertScored(Tensor ids, int[] counts, Dictionary<string, Tensor> inputs)
        {
            inputs["input_ids"] = ids;
            Tensor scored = Run(decoder, inputs)["logits"];
            // What follows padding is nobody's concern.
            Tensor real = ids.ne(0).to_type(ScalarType.Float32).unsqueeze(-1);
            AssertClose(model.DecoderLogits(ids, counts, states.Memory) * real, scored * real);
        }
    }

    [Fact]
    public void Weights_in_a_file_of_their_own_are_the_same_model()
    {
        using VqaBackbone model = TinyBackbones.Model("lxmert");
        string inside = Export(model)[0], outside = Export(model, largestInside: 0)[0];
        Assert.True(new FileInfo(outside).Length < new FileInfo(inside).Length / 4);
        Dictionary<string, Tensor> inputs = Inputs("lxmert", TinyBackbones.Batch("lxmert"));
        using InferenceSession one = Session(inside), two = Session(outside);
        Assert.Equal(Run(one, inputs)["logits"].data<float>(), Run(two, inputs)["logits"].data<float>());
    }

    [Theory]
    [InlineData("lxmert")]
    [InlineData("visualbert")]
    [InlineData("mplug")]
    public void Every_weight_that_decides_an_answer_is_in_the_graph(string backbone)
    {
        using VqaBackbone model = TinyBackbones.Model(backbone);
        using SafetensorsFile file = Save(model);
        HashSet<string> used = [.. model.Config.Graphs(file).SelectMany(graph => graph.Weights).SelectMany(NamesOf)];
        string[] unused = [.. file.Tensors.Keys.Except(used)];
        // The last cross layer's vision half, constants, and mPLUG's cross-attentions in layers of image and text together, reach no answer.
        Assert.All(unused, name => Assert.Matches(@"x_layers\.1\.visn_|position_ids$|fusion_encoder\.encoder\.layer\.3\.crossattention", name));
    }

    [Fact]
    public void A_checkpoint_of_another_shape_is_refused_by_the_name_of_the_weight()
    {
        using VqaBackbone model = TinyBackbones.Model("lxmert");
        using SafetensorsFile file = Save(model);
        LxmertConfig more = (LxmertConfig)model.Config;
        more = more with { LanguageLayers = more.LanguageLayers + 1 };
        InputException error = Assert.Throws<InputException>(() => more.Graphs(file));
        Assert.Contains($"lxmert.encoder.layer.{more.LanguageLayers - 1}.attention.self.query.weight", error.Message, StringComparison.Ordinal);
    }

    private string[] Export(VqaBackbone model, long largestInside = OnnxModel.LargestInside)
    {
        using SafetensorsFile file = Save(model);
        return [.. model.Config.Graphs(file).Select(graph =>
        {
            string path = Path.Combine(_folder.Path, $"{graph.Name}-{largestInside}.onnx");
            OnnxModel.Write(path, graph, file, largestInside: largestInside);
            return path;
        })];
    }

    private SafetensorsFile Save(VqaBackbone model)
    {
        string path = Path.Combine(_folder.Path, "model.safetensors");
        ModelWeights.Save(model, path);
        return SafetensorsFile.Open(path);
    }

    private static IEnumerable<string> NamesOf(Weight weight) => weight switch
    {
        Weight.Slice slice => [slice.Tensor],
        Weight.Normalised normalised => [$"{normalised.At}.weight_v", $"{normalised.At}.weight_g"],
        _ => [weight.Name],
    };

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        double scale = expected.abs().max().item<float>(), difference = (expected - actual).abs().max().item<float>();
        Assert.True(difference <= Tolerance * scale, $"{difference} of {scale}");
    }
}
