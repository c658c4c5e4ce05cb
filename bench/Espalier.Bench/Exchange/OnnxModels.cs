using System.Diagnostics;
using Espalier.Bench.Loading;
using Espalier.Checkpoints;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Espalier.Bench.Exchange;

/// <summary>An exported model in ONNX Runtime, in a process without libtorch.</summary>
internal sealed class OnnxModels : IDisposable
{
    private readonly Dictionary<string, InferenceSession> _sessions = [];
    private readonly RunOptions _run = new();

    private OnnxModels(string folder, int threads)
    {
        using SessionOptions options = new() { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        foreach (string path in Directory.GetFiles(SavedModel.Onnx(folder), "*.onnx")) _sessions.Add(Path.GetFileNameWithoutExtension(path), new InferenceSession(path, options));
    }

    /// <summary>Opens what was exported, and asks it.</summary>
    /// <param name="folder">The model that it was exported from.</param>
    /// <param name="threads">Threads of a run.</param>
    public static ExchangeMeasurement Measure(string folder, int threads)
    {
        long start = Stopwatch.GetTimestamp();
        using OnnxModels models = new(folder, threads);
        LoadMeasurement load = LoadMeasurement.Taken(Stopwatch.GetElapsedTime(start).TotalSeconds);
        using ITensorSource questions = SafetensorsFile.Open(SavedModel.Questions(folder));
        using ExpectedOutputs expected = new(folder);
        models.Ask(questions, expected);
        return new ExchangeMeasurement(load, expected.Difference);
    }

    public void Dispose()
    {
        _run.Dispose();
        foreach (InferenceSession session in _sessions.Values) session.Dispose();
    }

    private void Ask(ITensorSource questions, ExpectedOutputs expected)
    {
        InferenceSession reader = _sessions.Values.First(session => session.InputNames.Contains(RandomQuestions.PieceMask));
        Dictionary<string, OrtValue> inputs = reader.InputNames.ToDictionary(name => name, name => Value(questions, name));
        using IDisposableReadOnlyCollection<OrtValue> read = reader.Run(_run, inputs, reader.OutputNames);
        Release(inputs);
        foreach ((string name, OrtValue value) in reader.OutputNames.Zip(read)) expected.Compare(name, Floats(value));
        if (_sessions.Values.SingleOrDefault(session => session != reader) is not { } writer) return;
        inputs = reader.OutputNames.Zip(read).ToDictionary(output => output.First, output => Rows(output.Second, RandomQuestions.QuestionOfEach));
        AskEachStep(writer, questions.ReadIntegers(RandomQuestions.Answers), inputs, expected);
        Release(inputs);
    }

    // As a search does it: after the first piece of each answer, after the first two, and so on.
    private void AskEachStep(InferenceSession writer, long[] answers, Dictionary<string, OrtValue> read, ExpectedOutputs expected)
    {
        (int count, int vocabulary) = ((int)expected.Shape(ModelOutputs.Logits)[0], (int)expected.Shape(ModelOutputs.Logits)[^1]);
        int longest = answers.Length / count;
        for (int step = 1; step <= longest; step++)
        {
            long[] begun = [.. answers.Where((_, i) => i % longest < step)];
            using OrtValue pieces = OrtValue.CreateTensorValueFromMemory(begun, [count, step]);
            Dictionary<string, OrtValue> inputs = new(read) { [RandomQuestions.Pieces] = pieces };
            using IDisposableReadOnlyCollection<OrtValue> scored = writer.Run(_run, inputs, [ModelOutputs.Logits]);
            float[] logits = Floats(scored[0]);
            for (int i = 0; i < begun.Length; i++)
            {
                // What follows padding is nobody's concern.
                if (begun[i] != 0) expected.Compare(ModelOutputs.Logits, logits.AsSpan(i * vocabulary, vocabulary), ((i / step * longest) + (i % step)) * vocabulary);
            }
        }
    }

    private static void Release(Dictionary<string, OrtValue> values)
    {
        foreach (OrtValue value in values.Values) value.Dispose();
    }

    private static OrtValue Value(ITensorSource source, string name)
    {
        long[] shape = [.. source.Tensors[name].Shape];
        return source.Tensors[name].Type == TensorType.I64
            ? OrtValue.CreateTensorValueFromMemory(source.ReadIntegers(name), shape)
            : OrtValue.CreateTensorValueFromMemory(source.ReadFloats(name), shape);
    }

    private static OrtValue Rows(OrtValue whole, int[] rows) => AreIntegers(whole)
        ? Rows(whole, whole.GetTensorDataAsSpan<long>(), rows)
        : Rows(whole, whole.GetTensorDataAsSpan<float>(), rows);

    private static OrtValue Rows<T>(OrtValue whole, ReadOnlySpan<T> values, int[] rows)
        where T : unmanaged
    {
        long[] shape = whole.GetTensorTypeAndShape().Shape;
        int each = values.Length / (int)shape[0];
        T[] chosen = new T[rows.Length * each];
        for (int i = 0; i < rows.Length; i++) values.Slice(rows[i] * each, each).CopyTo(chosen.AsSpan(i * each));
        return OrtValue.CreateTensorValueFromMemory(chosen, [rows.Length, .. shape[1..]]);
    }

    private static float[] Floats(OrtValue value) => AreIntegers(value)
        ? [.. value.GetTensorDataAsSpan<long>().ToArray().Select(whole => (float)whole)]
        : value.GetTensorDataAsSpan<float>().ToArray();

    private static bool AreIntegers(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType == TensorElementType.Int64;
}
