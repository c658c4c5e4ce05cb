using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Espalier.Vision;

/// <summary>A model of one picture in ONNX Runtime.</summary>
internal sealed class OnnxSession : IDisposable
{
    private const int MostOfMessage = 300;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string _path, _input;

    private OnnxSession(string path, InferenceSession session)
    {
        (_path, _session) = (path, session);
        if (session.InputMetadata.Count != 1)
            throw new InputException(path, "inputs", string.Join(", ", session.InputMetadata.Select(Text)), "one, for the picture");
        KeyValuePair<string, NodeMetadata> input = session.InputMetadata.First();
        _input = input.Key;
        if (input.Value is not { IsTensor: true, ElementDataType: TensorElementType.Float, Dimensions: [-1 or 1, -1 or 3, -1 or > 0, -1 or > 0] })
            throw new InputException(path, "inputs", Text(input), "[1, 3, H, W] or [N, 3, H, W] in single precision, of fixed or any H and W");
        (Height, Width) = (Fixed(input.Value.Dimensions[2]), Fixed(input.Value.Dimensions[3]));
        Outputs = [.. session.OutputMetadata.Where(output => output.Value.IsTensor).Select(output => output.Key)];
    }

    /// <summary>The height that pictures must have; null if any.</summary>
    public int? Height { get; }

    /// <summary>The width that pictures must have; null if any.</summary>
    public int? Width { get; }

    /// <summary>The names of what it gives, except for what are no tensors.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Texts that the model carries.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    /// <summary>Loads a model.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="threads">Threads of one run; 0 leaves it to ONNX Runtime, which takes a thread a core.</param>
    /// <exception cref="InputException">ONNX Runtime does not load it, or it does not take one picture.</exception>
    public static OnnxSession Open(string path, int threads)
    {
        InferenceSession session;
        try
        {
            // Fatal: what goes wrong is told by exceptions. Patterns of memory are kept for every size, of which pictures have many.
            using SessionOptions options = new() { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, EnableMemoryPattern = false };
            session = new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new InputException(path, "model", Message(error), "an ONNX model that ONNX Runtime loads", error);
        }
        try
        {
            return new OnnxSession(path, session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Runs the model.</summary>
    /// <param name="pixels">[1, 3, height, width].</param>
    /// <param name="size">Height and width.</param>
    /// <param name="outputs">The names of what is wanted.</param>
    /// <param name="picture">The picture's file, for messages.</param>
    /// <exception cref="InputException">ONNX Runtime fails.</exception>
    public ModelOutput[] Run(Memory<float> pixels, PictureSize size, IReadOnlyList<string> outputs, string picture)
    {
        try
        {
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, pixels, [1, 3, size.Height, size.Width]);
            using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(_run, [_input], [input], outputs);
            return [.. outputs.Zip(results, Output)];
        }
        catch (OnnxRuntimeException error)
        {
            throw new InputException(picture, $"in {Path.GetFileName(_path)}", Message(error), $"a model that runs on {size.Width} x {size.Height} pixels", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static ModelOutput Output(string name, OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        bool single = info.ElementDataType == TensorElementType.Float;
        return new ModelOutput(name, Name(info.ElementDataType), info.Shape, single ? value.GetTensorDataAsSpan<float>().ToArray() : []);
    }

    private static int? Fixed(int dimension) => dimension > 0 ? dimension : null;

    private static string Text(KeyValuePair<string, NodeMetadata> input) => input.Value.IsTensor
        ? $"{input.Key} [{string.Join(", ", input.Value.Dimensions.Select(axis => axis < 0 ? "any" : $"{axis}"))}] {Name(input.Value.ElementDataType)}"
        : $"{input.Key}, which is no tensor";

    private static string Name(TensorElementType type) => type.ToString().ToLowerInvariant();

    private static string Message(OnnxRuntimeException error)
    {
        string line = string.Concat(error.Message.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length > MostOfMessage ? line[..MostOfMessage] + "..." : line;
    }
}
