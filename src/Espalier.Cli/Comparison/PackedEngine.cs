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
    private readonly IQuestionScorer _scorer = QuestionScorers.Of(
        packed.File.Path, packed.File.Description, [.. packed.Programs.Select(program => new GraphExecutor(program, KernelSet.Best, team))]);

    public ComparedEngine Engine => packed.Engine;

    public SparsityPoint Point => packed.Point;

    public Func<float[]> Prepare(RandomQuestions questions) => () => Scored.By(_scorer, questions);

    public void Dispose()
    {
        // Memory of its own is the collector's; the file belongs to whoever opened it.
    }
}
