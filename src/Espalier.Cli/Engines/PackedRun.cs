using Espalier.Answering;
using Espalier.Packing;
using Espalier.Training.Pipeline.Exports;
using Espalier.Training.Pipeline.Runs;

namespace Espalier.Cli.Engines;

/// <summary>A packed model that is asked: a file, or a run's model, packed into a folder that goes with this.</summary>
internal sealed class PackedRun : IDisposable
{
    private readonly PassingFolder? _folder;

    private PackedRun(PackedModel model, PassingFolder? folder) => (Model, _folder) = (model, folder);

    /// <summary>The model.</summary>
    public PackedModel Model { get; }

    /// <summary>Opens a model.</summary>
    /// <param name="path">A packed file, or a run's folder.</param>
    /// <param name="modelId">Which of the run's models; null takes the one of the best validation score.</param>
    /// <param name="engine">What computes it.</param>
    /// <exception cref="InputException">There is no such model, or a file is damaged.</exception>
    public static PackedRun Open(string path, string? modelId, string? engine)
    {
        GraphEngines.Maker compute = ModelEngine.Maker(engine);
        if (ModelEngine.IsPacked(path)) return new PackedRun(PackedModel.Open(path, compute), null);
        PassingFolder folder = new("espalier-packed-");
        try
        {
            // There is one way from a run to our runtime: what is exported is what is asked.
            string file = folder.File("model" + PackedFormat.Extension);
            using (ExportedModel exported = ExportedModel.Open(RunFolder.Open(path), modelId)) PackedExport.Write(exported, file);
            return new PackedRun(PackedModel.Open(file, compute), folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Model.Dispose();
        // Not before: there are systems where a file that is open cannot be deleted.
        _folder?.Dispose();
    }
}
