using Espalier.Checkpoints;
using Espalier.Execution;
using Espalier.Graphs;
using Espalier.Kernels;
using Espalier.Testing;
using Espalier.Threads;

namespace Espalier.Tests.Execution;

/// <summary>Who gets memory, and how much of it there can be.</summary>
public sealed class WorkspaceTests : IDisposable
{
    private const int Width = 1000;

    private static readonly Axis.Sequence Words = new("words", "words_mask"), Regions = new("regions", "regions_mask");

    private readonly TemporaryFolder _folder = new();
    private readonly WorkerTeam _team = new(1);
    private readonly GraphExecutor _executor;

    public WorkspaceTests()
    {
        using SafetensorsFile file = TinyCheckpoint.Write(_folder, ("linear.weight", [1, Width], null), ("linear.bias", [1], null));
        GraphBuilder graph = new(file);
        Value joined = graph.Join(graph.States("x", Words, Width), graph.States("y", Regions, Width));
        Graph built = graph.Build("tiny", new GraphOutput("sums", graph.Linear("linear", joined)));
        _executor = new GraphExecutor(GraphProgram.Compile(built, file), KernelSet.Best, _team);
    }

    public void Dispose()
    {
        _team.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Memory_that_is_given_back_twice_serves_one_renter_at_a_time()
    {
        Workspace given = _executor.Rent(1, 2, 3);
        given.Dispose();
        given.Dispose();
        using Workspace first = _executor.Rent(1, 2, 3), second = _executor.Rent(1, 2, 3);
        Assert.Same(given, first);
        Assert.NotSame(first, second);
    }

    [Fact]
    public void A_run_that_is_stopped_computes_nothing_and_the_next_one_is_right()
    {
        using Workspace run = _executor.Rent(1, 2, 3);
        run.Rows("x").Fill(1);
        run.Rows("y").Fill(2);
        Assert.Throws<OperationCanceledException>(() => run.Run(new CancellationToken(canceled: true)));
        Assert.Equal([0, 0, 0, 0, 0], run.Output("sums").ToArray());
        run.Run();
        Assert.Equal([Width + 1, Width + 1, (2 * Width) + 1, (2 * Width) + 1, (2 * Width) + 1], run.Output("sums").ToArray());
    }

    [Theory]
    [InlineData(100_000, 100_000, 1)]
    [InlineData(1, 1_100_000, 1_100_000)]
    [InlineData(1, 700_000, 700_000)]
    [InlineData(1, int.MaxValue, 1)]
    [InlineData(1, int.MaxValue - 7, 1)]
    [InlineData(int.MaxValue, 1, 1)]
    public void More_than_an_array_can_hold_is_refused(int batch, int words, int regions)
    {
        string message = Assert.Throws<ArgumentException>(() => _executor.Rent(batch, words, regions)).Message;
        Assert.Equal(
            $"tiny cannot take {batch} examples of {words} words and {regions} regions at once: they need more memory than an array can have. Give it fewer or shorter ones.",
            message);
    }
}
