using Espalier.Graphs;
using Espalier.Kernels;
using Espalier.Threads;

namespace Espalier.Execution;

/// <summary>The memory of one run at a time: inputs, values and outputs.</summary>
internal sealed class Workspace : IGraphRun, IParallelJob
{
    private readonly GraphExecutor _owner;
    private readonly Dictionary<string, int[]> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, float[]> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, float[]> _outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool[]> _real = new(StringComparer.Ordinal);
    private readonly AlignedMemory[] _scratch;
    private AlignedMemory _numbers = new(0);
    private float[] _masks = [];
    private Step? _step;
    private bool _rented;

    /// <summary>Makes one, which grows with its first use.</summary>
    /// <param name="owner">What runs in it.</param>
    public Workspace(GraphExecutor owner)
    {
        _owner = owner;
        _scratch = [.. Enumerable.Range(0, owner.Team.Threads).Select(_ => new AlignedMemory(0))];
        Plan = null!;
    }

    /// <summary>How memory is used at present.</summary>
    public Plan Plan { get; private set; }

    /// <summary>How to compute.</summary>
    public KernelSet Kernels => _owner.Kernels;

    /// <inheritdoc/>
    public Span<int> Ids(string name) => _ids[name].AsSpan(0, Plan.Shape.Rows(_owner.Program.Input(name).Rows!));

    /// <inheritdoc/>
    public Span<float> Rows(string name) => _rows[name].AsSpan(0, NumbersOf(_owner.Program.Input(name)));

    /// <inheritdoc/>
    public Span<bool> Real(string name) => _real[name].AsSpan(0, Plan.Shape.Rows(_owner.Program.MaskOf(name)));

    /// <inheritdoc/>
    public Span<float> Output(string name)
    {
        Slot slot = _owner.Program.Output(name);
        return _outputs[name].AsSpan(0, Plan.Layout(slot).Columns * slot.Width);
    }

    /// <inheritdoc/>
    public bool OutputIsReal(string maskName, int example, int row)
    {
        (int axis, Slot slot) = _owner.Program.OutputMask(maskName);
        return Hidden(axis)[(example * Plan.Length(slot)) + row] == 0;
    }

    /// <inheritdoc/>
    public void Run(CancellationToken cancel = default)
    {
        for (int i = 0; i < _owner.Program.MaskedAxes.Count; i++)
        {
            (int start, int count) = Plan.Mask(i);
            Masks.Write(_owner.Program.MaskedAxes[i], this, _masks.AsSpan(start, count));
        }
        foreach (Step step in _owner.Program.Steps)
        {
            cancel.ThrowIfCancellationRequested();
            _step = step;
            _owner.Team.Run(this, step.Parts(Plan));
        }
    }

    /// <inheritdoc/>
    void IParallelJob.Run(int part, int worker) => _step!.Run(this, part, _scratch[worker].Span);

    /// <summary>A value.</summary>
    public Panels Value(Slot slot)
    {
        PanelLayout layout = Plan.Layout(slot);
        return new Panels(_numbers.Span.Slice(Plan.Offset(slot), slot.Width * layout.Padded), layout, slot.Width);
    }

    /// <summary>What is added to the scores of a masked axis's rows, [B, rows].</summary>
    public ReadOnlySpan<float> Hidden(int maskedAxis)
    {
        (int start, int count) = Plan.Mask(maskedAxis);
        return _masks.AsSpan(start, count);
    }

    /// <summary>Gives it back. More than once is as good as once, until it is rented again.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, false)) _owner.Return(this);
    }

    /// <summary>Makes it fit a plan. All rows are real at first.</summary>
    internal void Prepare(Plan plan)
    {
        (Plan, _rented) = (plan, true);
        if (_numbers.Length < plan.NumberCount) _numbers = new AlignedMemory(plan.NumberCount);
        for (int i = 0; i < _scratch.Length; i++)
        {
            if (_scratch[i].Length < plan.ScratchCount) _scratch[i] = new AlignedMemory(plan.ScratchCount);
        }
        if (_masks.Length < plan.MaskCount) _masks = new float[plan.MaskCount];
        GraphProgram program = _owner.Program;
        foreach (GraphInput input in program.Ends.Inputs)
        {
            if (input is GraphInput.Ids ids) Grow(_ids, input.Name, plan.Shape.Rows(ids.Axis));
            else Grow(_rows, input.Name, NumbersOf(input));
        }
        foreach (GraphOutput output in program.Ends.Outputs)
        {
            Slot slot = program.Output(output.Name);
            Grow(_outputs, output.Name, checked(plan.Layout(slot).Columns * slot.Width));
        }
        foreach (Axis.Sequence axis in program.Sequences)
        {
            if (axis.Mask is not { } mask) continue;
            Grow(_real, mask, plan.Shape.Rows(axis));
            Real(mask).Fill(true);
        }
    }

    private int NumbersOf(GraphInput input) => input switch
    {
        GraphInput.States states => checked(Plan.Shape.Rows(states.Value.Axis) * states.Value.Width),
        GraphInput.Pictures pictures => checked(Plan.Shape.Examples(Axis.One) * 3 * pictures.Side * pictures.Side),
        _ => throw new KeyNotFoundException($"{input.Name} has no rows of numbers."),
    };

    private static void Grow<T>(Dictionary<string, T[]> arrays, string name, int length)
    {
        if (!arrays.TryGetValue(name, out T[]? array) || array.Length < length) arrays[name] = new T[length];
    }
}
