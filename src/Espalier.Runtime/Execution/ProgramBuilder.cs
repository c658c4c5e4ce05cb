using Espalier.Execution.Steps;
using Espalier.Graphs;
using Espalier.Kernels.Matrices;

namespace Espalier.Execution;

/// <summary>
/// Turns operations into steps. A linear layer takes over the sum with a residual and the activation that follow it, where nobody else wants what is
/// between them.
/// </summary>
internal sealed class ProgramBuilder
{
    private readonly PackedWeights _weights;
    private readonly List<Step> _steps = [];
    private readonly List<Slot> _slots = [];
    private readonly List<Axis> _maskedAxes = [];
    private readonly Dictionary<string, Slot> _slotOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Operation>> _users = new(StringComparer.Ordinal);
    private readonly HashSet<string> _outputs;
    private readonly HashSet<Operation> _done = new(ReferenceEqualityComparer.Instance);

    /// <summary>Builds.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="weights">Its weights.</param>
    public ProgramBuilder(Graph graph, PackedWeights weights)
    {
        _weights = weights;
        _outputs = [.. graph.Outputs.Select(output => output.Value.Name)];
        foreach (Operation operation in graph.Operations)
        {
            foreach (Value value in operation.Operands)
            {
                if (!_users.TryGetValue(value.Name, out List<Operation>? users)) _users.Add(value.Name, users = []);
                users.Add(operation);
            }
        }
        foreach (GraphInput.States input in graph.Inputs.OfType<GraphInput.States>()) _steps.Add(new StatesStep(input.Name, Write(input.Value)));
        foreach (Operation operation in graph.Operations)
        {
            if (_done.Add(operation)) _steps.Add(StepOf(operation));
        }
        foreach (GraphOutput output in graph.Outputs)
        {
            _steps.Add(new OutputStep(output.Name, SlotOf(output.Value)));
            if (output.MaskName is not null) MaskOf(output.Value.Axis);
        }
    }

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>All values.</summary>
    public IReadOnlyList<Slot> Slots => _slots;

    /// <summary>All matrices that are multiplied with, each once.</summary>
    public IReadOnlyCollection<PackedMatrix> Matrices => _weights.Matrices;

    /// <summary>Axes that may have padding, of which someone wants to know.</summary>
    public IReadOnlyList<Axis> MaskedAxes => _maskedAxes;

    /// <summary>Where a value is.</summary>
    public Slot SlotOf(Value value) => _slotOf[value.Name];

    /// <summary>The number of a masked axis; null if all its rows are real.</summary>
    public int? MaskOf(Axis axis)
    {
        if (!axis.IsMasked) return null;
        if (!_maskedAxes.Contains(axis)) _maskedAxes.Add(axis);
        return _maskedAxes.IndexOf(axis);
    }

    private Slot Write(Value value)
    {
        Slot slot = new(_slots.Count, value.Axis, value.Width);
        _slots.Add(slot);
        _slotOf.Add(value.Name, slot);
        return slot;
    }

    private Step StepOf(Operation operation)
    {
        switch (operation)
        {
            case Operation.Embedding(var y, var ids, var table): return new EmbeddingStep(ids.Name, _weights.Table(table), Write(y));
            case Operation.AddPositions(var y, var x, var table): return new PositionsStep(SlotOf(x), _weights.Table(table), Write(y));
            case Operation.AddRow(var y, var x, var row): return new AddRowStep(SlotOf(x), _weights.Plain(row), Write(y));
            case Operation.PrependRow(var y, var x, var row): return new PrependStep(SlotOf(x), _weights.Plain(row), Write(y));
            case Operation.Patches(var y, var pictures, var side): return new PatchesStep(pictures.Name, pictures.Side, side, Write(y));
            case Operation.Linear linear: return Linear(linear);
            case Operation.LayerNorm(var y, var x, var gain, var bias, var epsilon):
                return new NormStep(SlotOf(x), _weights.Plain(gain), _weights.Plain(bias), (float)epsilon, Write(y));
            case Operation.Activation(var y, var x, var kind): return new ActivationStep(SlotOf(x), kind, Write(y));
            case Operation.Add(var y, var x, var other): return new AddStep(SlotOf(x), SlotOf(other), Write(y));
            case Operation.Scale(var y, var x, var factor): return new ScaleStep(SlotOf(x), factor, Write(y));
            case Operation.Attention(var y, var queries, var keys, var values, var heads, var causal):
                return new AttentionStep(SlotOf(queries), SlotOf(keys), SlotOf(values), heads, MaskOf(keys.Axis), causal, Write(y));
            case Operation.Join(var y, var front, var back): return new JoinStep(SlotOf(front), SlotOf(back), Write(y));
            case Operation.Part(var y, var x, var back): return new PartStep(SlotOf(x), back, Write(y));
            case Operation.First(var y, var x): return new FirstStep(SlotOf(x), Write(y));
            default: throw new InvalidOperationException($"There is no step for {operation.GetType().Name}.");
        }
    }

    private LinearStep Linear(Operation.Linear linear)
    {
        Value output = linear.Output;
        Slot? residual = null;
        ActivationKind? activation = null;
        // The other term must be known by now: an input, or made by an operation before this one.
        if (OnlyUser(output) is Operation.Add sum && _slotOf.TryGetValue((sum.X == output ? sum.Y : sum.X).Name, out Slot other) && _done.Add(sum))
            (residual, output) = (other, sum.Output);
        if (OnlyUser(output) is Operation.Activation function && _done.Add(function)) (activation, output) = (function.Kind, function.Output);
        float[] bias = linear.Bias is { } weight ? _weights.Plain(weight) : [];
        return new LinearStep(SlotOf(linear.X), _weights.Matrix(linear.Matrix), bias, residual, activation, Write(output));
    }

    private Operation? OnlyUser(Value value) =>
        !_outputs.Contains(value.Name) && _users.TryGetValue(value.Name, out List<Operation>? users) && users.Count == 1 ? users[0] : null;
}
