using Espalier.Checkpoints;
using Espalier.Graphs;
using Espalier.Onnx;
using Espalier.Packing;
using Espalier.Sparsity;
using Espalier.Threads;
using Espalier.Training.Models;

namespace Espalier.Cli.Comparison;

/// <summary>One model's weights in the files of all engines, in a folder that goes with this.</summary>
internal sealed class ModelFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("espalier-bench-").FullName;
    private readonly ModelCase _shapes;
    private int _written;

    public ModelFiles(VqaBackbone model, ModelCase shapes)
    {
        _shapes = shapes;
        ModelWeights.Save(model, Weights);
        using SafetensorsFile file = SafetensorsFile.Open(Weights);
        Graphs = shapes.Config.Graphs(file);
    }

    /// <summary>The inference of the whole model.</summary>
    public IReadOnlyList<Graph> Graphs { get; }

    private string Weights => Path.Combine(_folder, "model.safetensors");

    /// <summary>Writes the whole model as ONNX.</summary>
    /// <returns>The file of each graph.</returns>
    public IReadOnlyList<string> WriteOnnx(ComparedEngine engine)
    {
        using SafetensorsFile file = SafetensorsFile.Open(Weights);
        List<string> paths = [];
        foreach (Graph graph in Graphs)
        {
            string path = Path.Combine(_folder, $"{engine.Name}-{graph.Name}.onnx");
            OnnxModel.Write(path, graph, file, values: engine.Type == TensorType.I8 ? OnnxValues.I8 : OnnxValues.F32);
            paths.Add(path);
        }
        return paths;
    }

    /// <summary>Writes a pruned model as a packed file, and opens it.</summary>
    public PackedPoint OpenPacked(ComparedEngine engine, SparsityPoint point, WorkerTeam team)
    {
        string path = Path.Combine(_folder, FormattableString.Invariant($"{++_written}.esp"));
        PackedValues values = engine.Type switch { TensorType.BF16 => PackedValues.BF16, TensorType.I8 => PackedValues.I8, _ => PackedValues.F32 };
        ITensorSource file = SafetensorsFile.Open(Weights);
        using (ITensorSource weights = point.Masks is { } masks ? new MaskedCheckpoint(file, masks) : file) PackedFileWriter.Write(path, weights, _shapes.Describe(point.Sparsity), values);
        return new PackedPoint(engine, point, path, _shapes.Config, team);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
