using System.Diagnostics;
using Espalier.Bench.Loading;
using Espalier.Checkpoints;
using Microsoft.ML.OnnxRuntime;

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
        using IDisposableReadOnlyCollection<OrtValue> read = Run(reader, reader.InputNames.ToDictionary(name => name, name => Value(questions, name)));
        Dictionary<string, OrtValue> outputs = reader.OutputNames.Zip(read).ToDictionary(pair => pair.First, pair => pair.Second);
        foreach ((string name, OrtValue value) in outputs) expected.Compare(name, Floats(value));
        if (_sessions.Values.SingleOrDefault(session => session != reader) is { } writer) AskEachStep(writer, questions, outputs, expected);
    }

    // As a search does it: after the first piece of each answer, after the first two, and so on.
    private void AskEachStep(InferenceSession writer, ITensorSource questions, Dictionary<string, OrtValue> read, ExpectedOutputs expected)
    {
        long[] answers = questions.ReadIntegers(RandomQuestions.Answers);
        (int[] rows, OrtValue memory, OrtValue mask) = (RandomQuestions.QuestionOfEach, read[ModelOutputs.Memory], read[ModelOutputs.MemoryMask]);
        int longest = answers.Length / rows.Length, vocabulary = (int)expected.Shape(ModelOutputs.Logits)[^1];
        for (int step = 1; step <= longest; step++)
        {
            long[] begun = [.. answers.Where((_, i) => i % longest < step)];
            using IDisposableReadOnlyCollection<OrtValue> scored = Run(writer, new()
            {
                [RandomQuestions.Pieces] = OrtValue.CreateTensorValueFromMemory(begun, [rows.Length, step]),
                [ModelOutputs.Memory] = Rows(memory, memory.GetTensorDataAsSpan<float>(), rows),
                [ModelOutputs.MemoryMask] = Rows(mask, mask.GetTensorDataAsSpan<long>(), rows),
            });
            float[] logits = Floats(scored[0]);
            for (int i = 0; i < begun.Length; i++)
            {
                // What follows padding is nobody's concern.
                if (begun[i] != 0) expected.Compare(ModelOutputs.Logits, logits.AsSpan(i * vocabulary, vocabulary), ((i / step * longest) + (i % step)) * vocabulary);
            }
        }
    }

    private IDisposableReadOnlyCollection<OrtValue> Run(InferenceSession session, Dictionary<string, OrtValue> inputs)
    {
        try
        {
            return session.Run(_run, inputs, session.OutputNames);
        }
        finally
        {
            foreach (OrtValue value in inputs.Values) value.Dispose();
        }
    }

    private static OrtValue Value(ITensorSource source, string name)
    {
        long[] shape = [.. source.Tensors[name].Shape];
        return source.Tensors[name].Type == TensorType.I64
            ? OrtValue.CreateTensorValueFromMemory(source.ReadIntegers(name), shape)
            : OrtValue.CreateTensorValueFromMemory(source.ReadFloats(name), shape);
    }

    private static OrtValue Rows<T>(OrtValue whole, ReadOnlySpan<T> values, int[] rows)
        where T : unmanaged
    {
        long[] shape = whole.GetTensorTypeAndShape().Shape;
        int each = values.Length / (int)shape[0];
        T[] chosen = new T[rows.Length * each];
        for (int i = 0; i < rows.Length; i++) values.Slice(rows[i] * each, each).CopyTo(chosen.AsSpan(i * each));
        return OrtValue.CreateTensorValueFromMemory(chosen, [rows.Length, .. shape[1..]]);
    }

    private static float[] Floats(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64
        ? [.. value.GetTensorDataAsSpan<long>().ToArray().Select(whole => (float)whole)]
        : value.GetTensorDataAsSpan<float>().ToArray();
}
