using Espalier.Execution;
using Espalier.Graphs;
using Microsoft.ML.OnnxRuntime;

namespace Espalier.Cli.Engines;

/// <summary>An exported graph in ONNX Runtime, with all of its optimisations.</summary>
internal sealed class OnnxGraph : IGraphEngine, IDisposable
{
    private readonly InferenceSession _session;
    private readonly Axis.Sequence[] _sequences;

    /// <param name="graph">What was exported.</param>
    /// <param name="path">The file.</param>
    /// <param name="threads">Threads of a run.</param>
    public OnnxGraph(Graph graph, string path, int threads)
    {
        Graph = graph;
        _sequences = [.. graph.Inputs.Select(input => input.Rows).OfType<Axis.Sequence>().Distinct()];
        using SessionOptions options = new() { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        // Within a run threads wait for each other as fast as they can; between runs, when others work, they sleep.
        options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        _session = new InferenceSession(path, options);
    }

    /// <inheritdoc/>
    public Graph Graph { get; }

    /// <inheritdoc/>
    public IGraphRun Rent(int batch, int each, params ReadOnlySpan<int> lengths)
    {
        // What examples share is given once for all, or for each: the products of attention broadcast.
        if (each != 1 && each != batch) throw new ArgumentException($"{batch} examples cannot share rows by {each} in ONNX Runtime, but by 1 or by {batch}.", nameof(each));
        return new OnnxRun(_session, Graph, new Shape(batch, each, _sequences, lengths.ToArray()));
    }

    public void Dispose() => _session.Dispose();
}
