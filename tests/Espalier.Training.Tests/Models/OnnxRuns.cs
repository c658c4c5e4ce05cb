using Espalier.Training.Models;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

/// <summary>Runs exported models in ONNX Runtime, on one thread.</summary>
internal static class OnnxRuns
{
    /// <param name="path">The model.</param>
    /// <param name="optimised">Where to write the model as ONNX Runtime has fused it; null for nowhere.</param>
    public static InferenceSession Session(string path, string? optimised = null)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        if (optimised is not null) options.OptimizedModelFilePath = optimised;
        return new InferenceSession(path, options);
    }

    /// <summary>The inputs of LXMERT or VisualBERT.</summary>
    public static Dictionary<string, Tensor> Inputs(string backbone, TensorBatch batch)
    {
        Dictionary<string, Tensor> inputs = new()
        {
            ["input_ids"] = batch.TokenIds,
            ["attention_mask"] = Mask(batch.TokenMask, batch.TokenIds),
            [backbone == "lxmert" ? "visual_feats" : "visual_embeds"] = batch.Features,
            ["visual_attention_mask"] = Mask(batch.RegionMask, batch.Features),
        };
        if (backbone == "lxmert") inputs["visual_pos"] = batch.Boxes;
        return inputs;
    }

    public static Dictionary<string, Tensor> Run(InferenceSession session, Dictionary<string, Tensor> inputs)
    {
        Dictionary<string, OrtValue> values = inputs.ToDictionary(input => input.Key, input => input.Value.dtype == ScalarType.Int64
            ? OrtValue.CreateTensorValueFromMemory(input.Value.contiguous().data<long>().ToArray(), input.Value.shape)
            : OrtValue.CreateTensorValueFromMemory(input.Value.contiguous().data<float>().ToArray(), input.Value.shape));
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, values, session.OutputNames);
        Dictionary<string, Tensor> outputs = [];
        foreach ((string name, OrtValue value) in session.OutputNames.Zip(results))
        {
            OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
            outputs[name] = info.ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64
                ? tensor(value.GetTensorDataAsSpan<long>().ToArray(), info.Shape)
                : tensor(value.GetTensorDataAsSpan<float>().ToArray(), info.Shape);
        }
        foreach (OrtValue value in values.Values) value.Dispose();
        return outputs;
    }

    public static Tensor Mask(Tensor? mask, Tensor like) => mask?.to(ScalarType.Int64) ?? ones(like.shape[..2], ScalarType.Int64);
}
