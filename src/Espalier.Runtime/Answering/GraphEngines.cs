using Espalier.Execution;
using Espalier.Graphs;
using Espalier.Kernels;
using Espalier.Packing;
using Espalier.Threads;

namespace Espalier.Answering;

/// <summary>Whatever computes the graphs of a packed model.</summary>
/// <param name="Graphs">One for each graph, in their order.</param>
/// <param name="Owner">What goes when nobody asks any more.</param>
internal sealed record GraphEngines(IReadOnlyList<IGraphEngine> Graphs, IDisposable Owner)
{
    /// <summary>Makes engines.</summary>
    /// <param name="file">The model, which stays open as long as they are used.</param>
    /// <param name="graphs">Its graphs.</param>
    /// <param name="threads">Threads that work on one question.</param>
    public delegate GraphEngines Maker(PackedFile file, IReadOnlyList<Graph> graphs, int threads);

    /// <summary>Our own runtime.</summary>
    public static GraphEngines Managed(PackedFile file, IReadOnlyList<Graph> graphs, int threads)
    {
        WorkerTeam team = new(threads);
        try
        {
            return new GraphEngines([.. graphs.Select(graph => new GraphExecutor(GraphProgram.Compile(graph, file, team: team), KernelSet.Best, team))], team);
        }
        catch
        {
            team.Dispose();
            throw;
        }
    }
}
