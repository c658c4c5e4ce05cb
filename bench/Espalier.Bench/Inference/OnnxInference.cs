using Espalier.Checkpoints;
using Espalier.Graphs;
using Espalier.Onnx;
using Espalier.Training.Models;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Espalier.Bench.Inference;

/// <summary>The exported model, dense, in ONNX Runtime.</summary>
internal sealed class OnnxInference : IInferenceSubject
{
    private readonly InferenceSession _session;
    private readonly Dictionary<string, OrtValue> _inputs;

    public OnnxInference(Graph graph, ITensorSource weights, TensorBatch batch, string folder, int threads)
    {
        string path = Path.Combine(folder, "model.onnx");
        OnnxModel.Write(path, graph, weights);
        using SessionOptions options = new() { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(path, options);
        _inputs = new Dictionary<string, OrtValue>
        {
            ["input_ids"] = Whole(batch.TokenIds),
            ["attention_mask"] = Whole(batch.TokenMask!.to_type(ScalarType.Int64)),
            ["visual_attention_mask"] = Whole(batch.RegionMask!.to_type(ScalarType.Int64)),
            ["visual_feats"] = OrtValue.CreateTensorValueFromMemory(batch.Features.data<float>().ToArray(), batch.Features.shape),
            ["visual_pos"] = OrtValue.CreateTensorValueFromMemory(batch.Boxes.data<float>().ToArray(), batch.Boxes.shape),
        };
    }

    public string Name => "ONNX Runtime";

    public float[] Run()
    {
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(run, _inputs, _session.OutputNames);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose()
    {
        foreach (OrtValue value in _inputs.Values) value.Dispose();
        _session.Dispose();
    }

    private static OrtValue Whole(Tensor values) => OrtValue.CreateTensorValueFromMemory(values.data<long>().ToArray(), values.shape);
}
