using Espalier.Answering;
using Espalier.Execution;
using Espalier.Kernels;
using Espalier.Threads;

namespace Espalier.Cli.Comparison;

/// <summary>A packed file in our runtime.</summary>
/// <param name="packed">The file.</param>
/// <param name="team">Who computes; it serves others, too, and is not disposed of here.</param>
internal sealed class PackedEngine(PackedPoint packed, WorkerTeam team) : IOpenEngine
{
    private readonly GraphExecutor _executor = new(packed.Program, KernelSet.Best, team);
    private readonly RegionInputs _inputs = new(packed.Program.Graph);

    public ComparedEngine Engine => packed.Engine;

    public SparsityPoint Point => packed.Point;

    public Func<float[]> Prepare(RandomQuestions questions)
    {
        EncodedQuestion[] each = [.. questions.Each];
        return () =>
        {
            using Workspace run = _executor.Rent(each.Length, questions.Case.Words, questions.Case.Regions);
            _inputs.Write(run, each);
            run.Run();
            return run.Output("logits").ToArray();
        };
    }

    public void Dispose()
    {
        // Memory of its own is the collector's; the file belongs to whoever opened it.
    }
}
