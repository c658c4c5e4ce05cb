using Espalier.Graphs;
using Espalier.Kernels;
using Espalier.Threads;

namespace Espalier.Execution;

/// <summary>
/// Runs a program. Memory is planned once for each shape of inputs and belongs to workspaces, of which there are as many as have been rented at the same
/// time: after the first runs nothing is allocated. Safe to use from several threads.
/// </summary>
/// <param name="program">What is run.</param>
/// <param name="kernels">How.</param>
/// <param name="team">Who does it; it may serve other executors, too, and is not disposed of here.</param>
internal sealed class GraphExecutor(GraphProgram program, KernelSet kernels, WorkerTeam team) : IGraphEngine
{
    // A plan takes a few kilobytes; questions are of some twenty lengths.
    private const int MostPlans = 256;

    private readonly Lock _lock = new();
    private readonly List<Plan> _plans = [];
    private readonly Stack<Workspace> _free = [];

    /// <summary>What is run.</summary>
    public GraphProgram Program => program;

    /// <inheritdoc/>
    public Graph Graph => program.Graph;

    /// <summary>How.</summary>
    public KernelSet Kernels => kernels;

    /// <summary>Who does it.</summary>
    public WorkerTeam Team => team;

    /// <summary>Gives memory for one run at a time.</summary>
    /// <param name="batch">Examples, at least 1.</param>
    /// <param name="lengths">How long each of <see cref="GraphProgram.Sequences"/> is, at least 1.</param>
    /// <returns>A workspace, which gives itself back when it is disposed of. What its inputs hold is not told, but all rows are real.</returns>
    /// <exception cref="ArgumentException">The model does not take such inputs, or they are too many for memory.</exception>
    public Workspace Rent(int batch, params ReadOnlySpan<int> lengths) => RentShared(batch, 1, lengths);

    /// <summary>Gives memory for one run at a time, of examples some of which read the same rows.</summary>
    /// <param name="batch">Examples, at least 1.</param>
    /// <param name="each">How many examples that follow each other have the rows of shared axes in common: the batch is a multiple of it.</param>
    /// <param name="lengths">How long each of <see cref="GraphProgram.Sequences"/> is, at least 1.</param>
    /// <returns>As <see cref="Rent"/>; of shared inputs there are batch / each.</returns>
    /// <exception cref="ArgumentException">The model does not take such inputs, or they are too many for memory.</exception>
    public Workspace RentShared(int batch, int each, params ReadOnlySpan<int> lengths)
    {
        if (each < 1 || batch % each != 0) throw new ArgumentException($"{batch} examples cannot share rows by {each}.", nameof(each));
        if (batch < 1 || lengths.Length != program.Sequences.Length || lengths.ContainsAnyInRange(int.MinValue, 0))
        {
            throw new ArgumentException(
                $"{program.Graph.Name} takes at least one example, and {program.Sequences.Length} lengths of at least 1, not {batch} and [{string.Join(", ", lengths.ToArray())}].");
        }
        Workspace? workspace;
        Plan plan;
        lock (_lock)
        {
            plan = PlanFor(batch, each, lengths);
            _free.TryPop(out workspace);
        }
        workspace ??= new Workspace(this);
        workspace.Prepare(plan);
        return workspace;
    }

    /// <inheritdoc/>
    IGraphRun IGraphEngine.Rent(int batch, int each, params ReadOnlySpan<int> lengths) => RentShared(batch, each, lengths);

    /// <summary>Takes a workspace back.</summary>
    internal void Return(Workspace workspace)
    {
        lock (_lock) _free.Push(workspace);
    }

    private Plan PlanFor(int batch, int each, ReadOnlySpan<int> lengths)
    {
        foreach (Plan known in _plans)
        {
            if (known.Shape.Is(batch, each, lengths)) return known;
        }
        Plan plan = MakePlan(new Shape(batch, each, program.Sequences, lengths.ToArray()));
        if (_plans.Count == MostPlans) _plans.RemoveAt(0);
        _plans.Add(plan);
        return plan;
    }

    private Plan MakePlan(Shape shape)
    {
        try
        {
            return new Plan(shape, program, kernels, team.Threads);
        }
        catch (OverflowException error)
        {
            throw new ArgumentException($"{program.Graph.Name} cannot take {shape} at once: they need more memory than an array can have. Give it fewer or shorter ones.", error);
        }
    }
}
