using Espalier.Answering;
using Espalier.Graphs;
using Microsoft.ML.OnnxRuntime;

namespace Espalier.Cli.Comparison;

/// <summary>The exported model in ONNX Runtime, with all of its optimisations.</summary>
internal sealed class OnnxEngine : IOpenEngine
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly Graph _graph;
    private readonly Dictionary<string, OrtValue> _inputs = [];

    /// <param name="engine">The engine.</param>
    /// <param name="graph">What was exported.</param>
    /// <param name="path">The file.</param>
    /// <param name="threads">Threads of a run.</param>
    public OnnxEngine(ComparedEngine engine, Graph graph, string path, int threads)
    {
        (Engine, _graph) = (engine, graph);
        using SessionOptions options = new() { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        // Within a run threads wait for each other as fast as they can; between runs, when others are measured, they sleep.
        options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        _session = new InferenceSession(path, options);
    }

    public ComparedEngine Engine { get; }

    public SparsityPoint Point => SparsityPoint.Dense;

    public Func<float[]> Prepare(RandomQuestions questions)
    {
        Release();
        (long count, ModelCase shapes) = (questions.Each.Count, questions.Case);
        foreach (GraphInput input in _graph.Inputs)
        {
            _inputs[input.Name] = input switch
            {
                GraphInput.Ids => OrtValue.CreateTensorValueFromMemory(questions.Pieces, [count, shapes.Words]),
                GraphInput.States { Name: RegionInputs.Boxes } => OrtValue.CreateTensorValueFromMemory(questions.Boxes, [count, shapes.Regions, 4]),
                _ => OrtValue.CreateTensorValueFromMemory(questions.Features, [count, shapes.Regions, shapes.Config.FeatureSize]),
            };
            if (input.Rows is not Axis.Sequence { Mask: { } mask } || _inputs.ContainsKey(mask)) continue;
            long rows = input is GraphInput.Ids ? shapes.Words : shapes.Regions;
            _inputs[mask] = OrtValue.CreateTensorValueFromMemory([.. Enumerable.Repeat(1L, (int)(count * rows))], [count, rows]);
        }
        return () =>
        {
            using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(_run, _inputs, _session.OutputNames);
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        };
    }

    public void Dispose()
    {
        Release();
        _run.Dispose();
        _session.Dispose();
    }

    private void Release()
    {
        foreach (OrtValue value in _inputs.Values) value.Dispose();
        _inputs.Clear();
    }
}
