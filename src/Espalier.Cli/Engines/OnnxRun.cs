using Espalier.Execution;
using Espalier.Graphs;
using Microsoft.ML.OnnxRuntime;

namespace Espalier.Cli.Engines;

/// <summary>Inputs and outputs of one run in ONNX Runtime.</summary>
internal sealed class OnnxRun : IGraphRun
{
    private readonly InferenceSession _session;
    private readonly Graph _graph;
    private readonly Shape _shape;
    private readonly Dictionary<string, int[]> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, float[]> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool[]> _real = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrtValue> _outputs = new(StringComparer.Ordinal);
    private IDisposableReadOnlyCollection<OrtValue>? _results;

    /// <param name="session">The model.</param>
    /// <param name="graph">What was exported.</param>
    /// <param name="shape">How large inputs are.</param>
    public OnnxRun(InferenceSession session, Graph graph, Shape shape)
    {
        (_session, _graph, _shape) = (session, graph, shape);
        foreach (GraphInput input in graph.Inputs)
        {
            if (input is GraphInput.Ids ids) _ids.Add(ids.Name, new int[shape.Rows(ids.Axis)]);
            else _rows.Add(input.Name, new float[ShapeOf(input).Aggregate(1L, (all, size) => checked(all * size))]);
        }
        foreach (Axis.Sequence axis in graph.Masks) _real.Add(axis.Mask!, [.. Enumerable.Repeat(true, shape.Rows(axis))]);
    }

    /// <inheritdoc/>
    public Span<int> Ids(string name) => _ids[name];

    /// <inheritdoc/>
    public Span<float> Rows(string name) => _rows[name];

    /// <inheritdoc/>
    public Span<bool> Real(string name) => _real[name];

    /// <inheritdoc/>
    public void Run(CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        Dictionary<string, OrtValue> inputs = [];
        using RunOptions options = new();
        using CancellationTokenRegistration stop = cancel.Register(() => options.Terminate = true);
        try
        {
            foreach (GraphInput input in _graph.Inputs)
            {
                inputs.Add(input.Name, input is GraphInput.Ids
                    ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(_ids[input.Name], id => (long)id), ShapeOf(input))
                    : OrtValue.CreateTensorValueFromMemory(_rows[input.Name], ShapeOf(input)));
            }
            foreach (Axis.Sequence axis in _graph.Masks)
                inputs.Add(axis.Mask!, OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(_real[axis.Mask!], real => real ? 1L : 0L), [_shape.Examples(axis), _shape.Length(axis)]));
            Release();
            _results = _session.Run(options, inputs, _session.OutputNames);
            foreach ((string name, OrtValue value) in _session.OutputNames.Zip(_results)) _outputs.Add(name, value);
        }
        catch (OnnxRuntimeException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        finally
        {
            foreach (OrtValue value in inputs.Values) value.Dispose();
        }
    }

    /// <inheritdoc/>
    public Span<float> Output(string name) => _outputs[name].GetTensorMutableDataAsSpan<float>();

    /// <inheritdoc/>
    public bool OutputIsReal(string maskName, int example, int row)
    {
        OrtValue mask = _outputs[maskName];
        ReadOnlySpan<long> all = mask.GetTensorDataAsSpan<long>();
        return all[(int)(example * mask.GetTensorTypeAndShape().Shape[1]) + row] != 0;
    }

    /// <inheritdoc/>
    public void Dispose() => Release();

    private void Release()
    {
        _outputs.Clear();
        _results?.Dispose();
        _results = null;
    }

    private long[] ShapeOf(GraphInput input) => input switch
    {
        GraphInput.Ids ids => [_shape.Examples(ids.Axis), _shape.Length(ids.Axis)],
        GraphInput.States states => [_shape.Examples(states.Value.Axis), _shape.Length(states.Value.Axis), states.Value.Width],
        GraphInput.Pictures pictures => [_shape.Examples(Axis.One), 3, pictures.Side, pictures.Side],
        _ => throw new ArgumentException($"{input.Name} is of an unknown kind.", nameof(input)),
    };
}
