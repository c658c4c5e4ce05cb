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

/// <summary>Models whose linear layers multiply whole numbers of 8 bits.</summary>
public sealed class OnnxInt8Tests : IDisposable
{
    // Inputs and weights are each rounded to about a 250th of their range, in every layer.
    private const double Tolerance = 0.05;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("lxmert")]
    [InlineData("visualbert")]
    public void Logits_are_about_those_of_the_model_and_not_the_same(string backbone)
    {
        using DisposeScope scope = NewDisposeScope();
        using VqaBackbone model = TinyBackbones.Model(backbone);
        model.eval();
        TensorBatch batch = TinyBackbones.Batch(backbone) with { TokenTypes = null };
        using InferenceSession session = Session(Export(model)[0]);
        Assert.InRange(Difference(model.Forward(batch).Logits, Run(session, Inputs(backbone, batch))["logits"]), 1e-4, Tolerance);
    }

    [Fact]
    public void The_parts_of_mplug_are_about_those_of_the_model()
    {
        using DisposeScope scope = NewDisposeScope();
        using Mplug model = (Mplug)TinyBackbones.Model("mplug");
        model.eval();
        TensorBatch batch = MplugGoldenTests.Batch();
        MplugStates states = model.Read(batch, padded: true);
        string[] files = Export(model);
        using InferenceSession encoder = Session(files[0]), decoder = Session(files[1]);
        Dictionary<string, Tensor> read = Run(encoder, new() { ["pixel_values"] = batch.Images, ["input_ids"] = batch.TokenIds, ["attention_mask"] = Mask(batch.TokenMask, batch.TokenIds) });
        Dictionary<string, Tensor> known = MplugReads.Of(model, states.Memory.States);
        foreach ((string name, Tensor expected) in known) Assert.InRange(Difference(expected, read[name]), 1e-4, Tolerance);

        // The table of its words is looked up in as well as multiplied with.
        Tensor answers = tensor(new long[] { 101, 7, 9, 102, 101, 8, 102, 12 }, [2, 4]);
        Tensor scores = Run(decoder, new(known) { ["input_ids"] = answers, ["memory_mask"] = states.Memory.Mask!.to(ScalarType.Int64) })["logits"];
        Assert.InRange(Difference(model.DecoderLogits(answers, [1, 1], states.Memory), scores), 1e-4, Tolerance);
    }

    [Fact]
    public void Onnx_runtime_makes_one_operation_of_every_product()
    {
        using VqaBackbone model = TinyBackbones.Model("lxmert");
        string fused = Path.Combine(_folder.Path, "fused.onnx");
        using (Session(Export(model)[0], fused))
        {
            string text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(fused));
            Assert.Matches("MatMulIntegerToFloat|DynamicQuantizeMatMul", text);
            Assert.DoesNotMatch("MatMulInteger(?!ToFloat)", text);
        }
    }

    [Fact]
    public void Every_matrix_takes_a_byte_for_a_weight_and_a_scale_for_an_output()
    {
        using VqaBackbone model = TinyBackbones.Model("visualbert");
        string path = Export(model)[0];
        using SafetensorsFile file = Save(model);
        Graph graph = model.Config.Graphs(file)[0];
        Weight[] matrices = [.. graph.Operations.OfType<Operation.Linear>().Select(layer => layer.Matrix).DistinctBy(matrix => matrix.Name)];
        long left = graph.Weights.Except(matrices).Sum(weight => (long)weight.Rows * weight.Columns);
        ILookup<TensorProto.Types.DataType, TensorProto> weights = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)).Graph.Initializer
            .Where(tensor => graph.Weights.Any(weight => tensor.Name.StartsWith(weight.Name, StringComparison.Ordinal)))
            .ToLookup(tensor => (TensorProto.Types.DataType)tensor.DataType);
        Assert.Equal(matrices.Sum(matrix => matrix.Rows * matrix.Columns), weights[TensorProto.Types.DataType.Int8].Sum(tensor => tensor.RawData.Length));
        Assert.Equal(sizeof(float) * (left + matrices.Sum(matrix => matrix.Rows)), weights[TensorProto.Types.DataType.Float].Sum(tensor => tensor.RawData.Length));
    }

    [Fact]
    public void Weights_in_a_file_of_their_own_are_the_same_model()
    {
        using VqaBackbone model = TinyBackbones.Model("visualbert");
        Dictionary<string, Tensor> inputs = Inputs("visualbert", TinyBackbones.Batch("visualbert"));
        using InferenceSession one = Session(Export(model)[0]), two = Session(Export(model, largestInside: 0)[0]);
        Assert.Equal(Run(one, inputs)["logits"].data<float>(), Run(two, inputs)["logits"].data<float>());
    }

    private string[] Export(VqaBackbone model, long largestInside = OnnxModel.LargestInside)
    {
        using SafetensorsFile file = Save(model);
        return [.. model.Config.Graphs(file).Select(graph =>
        {
            string path = Path.Combine(_folder.Path, $"{graph.Name}-{largestInside}.onnx");
            OnnxModel.Write(path, graph, file, values: OnnxValues.I8, largestInside: largestInside);
            return path;
        })];
    }

    private SafetensorsFile Save(VqaBackbone model)
    {
        string path = Path.Combine(_folder.Path, "model.safetensors");
        ModelWeights.Save(model, path);
        return SafetensorsFile.Open(path);
    }

    // As a share of the largest.
    private static double Difference(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        return (expected - actual).abs().max().item<float>() / expected.abs().max().item<float>();
    }
}
