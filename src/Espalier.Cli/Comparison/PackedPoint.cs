using Espalier.Execution;
using Espalier.Packing;
using Espalier.Threads;
using Espalier.Training.Models;

namespace Espalier.Cli.Comparison;

/// <summary>A model as an open packed file, whose weights are used where they lie.</summary>
internal sealed class PackedPoint : IDisposable
{
    private readonly PackedFile _file;

    /// <param name="engine">What its weights are rounded to.</param>
    /// <param name="point">The model.</param>
    /// <param name="path">Its file.</param>
    /// <param name="config">Its shape.</param>
    /// <param name="team">Who opens it.</param>
    public PackedPoint(ComparedEngine engine, SparsityPoint point, string path, BackboneConfig config, WorkerTeam team)
    {
        (Engine, Point, _file) = (engine, point, PackedFile.Open(path));
        Programs = [.. config.Graphs(_file).Select(graph => GraphProgram.Compile(graph, _file, team: team))];
    }

    public ComparedEngine Engine { get; }

    public SparsityPoint Point { get; }

    public IReadOnlyList<GraphProgram> Programs { get; }

    public PackedFile File => _file;

    public void Dispose() => _file.Dispose();
}
