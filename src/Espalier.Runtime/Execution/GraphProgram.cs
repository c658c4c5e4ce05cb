using Espalier.Checkpoints;
using Espalier.Graphs;
using Espalier.Kernels.Matrices;
using Espalier.Threads;

namespace Espalier.Execution;

/// <summary>A graph as steps, with its weights as kernels read them. It does not change, and any number of executors may run it.</summary>
internal sealed class GraphProgram
{
    private readonly Dictionary<string, GraphInput> _inputs;
    private readonly Dictionary<string, Axis.Sequence> _masks;
    private readonly Dictionary<string, Slot> _outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int, Slot)> _outputMasks = new(StringComparer.Ordinal);

    private GraphProgram(Graph graph, ProgramBuilder builder)
    {
        Graph = graph;
        (Steps, Slots, MaskedAxes, Matrices) = ([.. builder.Steps], builder.Slots, builder.MaskedAxes, builder.Matrices);
        Ends = ([.. graph.Inputs], [.. graph.Outputs]);
        Sequences = [.. graph.Inputs.Select(input => input.Rows).OfType<Axis.Sequence>().Distinct()];
        Lifetimes = LifetimesOf(Steps, Slots.Count);
        _inputs = graph.Inputs.ToDictionary(input => input.Name, StringComparer.Ordinal);
        _masks = graph.Masks.ToDictionary(axis => axis.Mask!, StringComparer.Ordinal);
        foreach (GraphOutput output in graph.Outputs)
        {
            Slot slot = builder.SlotOf(output.Value);
            _outputs.Add(output.Name, slot);
            if (output.MaskName is { } name) _outputMasks.Add(name, (builder.MaskOf(output.Value.Axis) ?? throw new ArgumentException($"{output.Name} has no padding.", nameof(graph)), slot));
        }
    }

    /// <summary>What it was made from.</summary>
    public Graph Graph { get; }

    /// <summary>In the order in which they are run. As an array, since lists behind interfaces allocate where they are gone through.</summary>
    public Step[] Steps { get; }

    /// <summary>What it is given, and what it gives.</summary>
    public (GraphInput[] Inputs, GraphOutput[] Outputs) Ends { get; }

    /// <summary>All values.</summary>
    public IReadOnlyList<Slot> Slots { get; }

    /// <summary>All matrices that are multiplied with, each once.</summary>
    public IReadOnlyCollection<PackedMatrix> Matrices { get; }

    /// <summary>The first and the last step that touches each value.</summary>
    public IReadOnlyList<(int First, int Last)> Lifetimes { get; }

    /// <summary>Sequences of inputs, whose lengths differ from run to run.</summary>
    public Axis.Sequence[] Sequences { get; }

    /// <summary>Axes that may have padding, of which someone wants to know.</summary>
    public IReadOnlyList<Axis> MaskedAxes { get; }

    /// <summary>Makes the steps of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="checkpoint">The weights that it was built for.</param>
    /// <param name="sparseFrom">Matrices of at least this share of zeros are packed without them.</param>
    /// <param name="team">Who reads matrices; the caller alone, if nobody.</param>
    /// <exception cref="InputException">It is not that checkpoint.</exception>
    public static GraphProgram Compile(Graph graph, ITensorSource checkpoint, double sparseFrom = PackedWeights.BreakEven, WorkerTeam? team = null)
    {
        PackedWeights weights = new(checkpoint, sparseFrom);
        if (team is not null) weights.ReadAll(graph, team);
        return new GraphProgram(graph, new ProgramBuilder(graph, weights));
    }

    /// <summary>An input.</summary>
    public GraphInput Input(string name) => _inputs[name];

    /// <summary>The sequence that a mask is of.</summary>
    public Axis.Sequence MaskOf(string mask) => _masks[mask];

    /// <summary>The value that is an output.</summary>
    public Slot Output(string name) => _outputs[name];

    /// <summary>The masked axis of an output, and its value.</summary>
    public (int MaskedAxis, Slot Slot) OutputMask(string maskName) => _outputMasks[maskName];

    private static (int First, int Last)[] LifetimesOf(IReadOnlyList<Step> steps, int slots)
    {
        (int First, int Last)[] lifetimes = [.. Enumerable.Repeat((int.MaxValue, -1), slots)];
        for (int i = 0; i < steps.Count; i++)
        {
            foreach (Slot slot in steps[i].Writes is { } written ? steps[i].Reads.Append(written) : steps[i].Reads)
                lifetimes[slot.Index] = (Math.Min(lifetimes[slot.Index].First, i), Math.Max(lifetimes[slot.Index].Last, i));
        }
        return lifetimes;
    }
}
