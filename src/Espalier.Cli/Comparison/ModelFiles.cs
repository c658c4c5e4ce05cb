using Espalier.Checkpoints;
using Espalier.Data;
using Espalier.Features;
using Espalier.Graphs;
using Espalier.Onnx;
using Espalier.Packing;
using Espalier.Sparsity;
using Espalier.Text;
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
        Graph = shapes.Config.Graphs(file)[0];
    }

    /// <summary>The inference of the whole model.</summary>
    public Graph Graph { get; }

    private string Weights => Path.Combine(_folder, "model.safetensors");

    /// <summary>Writes the whole model as ONNX.</summary>
    /// <returns>The file.</returns>
    public string WriteOnnx(ComparedEngine engine)
    {
        string path = Path.Combine(_folder, $"{engine.Name}.onnx");
        using SafetensorsFile file = SafetensorsFile.Open(Weights);
        OnnxModel.Write(path, Graph, file, values: engine.Type == TensorType.I8 ? OnnxValues.I8 : OnnxValues.F32);
        return path;
    }

    /// <summary>Writes a pruned model as a packed file, and opens it.</summary>
    public PackedPoint OpenPacked(ComparedEngine engine, SparsityPoint point, WorkerTeam team)
    {
        string path = Path.Combine(_folder, FormattableString.Invariant($"{++_written}.esp"));
        PackedValues values = engine.Type switch { TensorType.BF16 => PackedValues.BF16, TensorType.I8 => PackedValues.I8, _ => PackedValues.F32 };
        ITensorSource file = SafetensorsFile.Open(Weights);
        using (ITensorSource weights = point.Masks is { } masks ? new MaskedCheckpoint(file, masks) : file) PackedFileWriter.Write(path, weights, Describe(point), values);
        return new PackedPoint(engine, point, path, _shapes.Config, team);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // What a file must say, although nobody asks this one by words.
    private PackedDescription Describe(SparsityPoint point)
    {
        RegionBackboneConfig config = _shapes.Config;
        return new PackedDescription(
            config.ToJson(),
            new WordPieceTokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", .. Enumerable.Range(4, config.VocabularySize - 4).Select(i => $"piece{i}")]),
            new AnswerVocabulary(Enumerable.Range(0, config.AnswerCount).Select(i => $"answer {i}")),
            new RegionForm(config.FeatureSize, _shapes.Regions, null, null), new EncodingOptions(_shapes.Words),
            new PackedLineage("bench", "random", config.ModelType, 1, point.Sparsity, [], ""), null);
    }
}
