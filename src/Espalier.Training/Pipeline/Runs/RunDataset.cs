using Espalier.Data;
using Espalier.Sources;
using Espalier.Training.Pipeline.Preparation;

namespace Espalier.Training.Pipeline.Runs;

/// <summary>The prepared data that a run was trained on.</summary>
public static class RunDataset
{
    /// <summary>Opens them; they are prepared anew if they are gone from the cache.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cache">Where prepared data are kept.</param>
    /// <param name="sources">The data sources that recipes can name.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops the preparation.</param>
    /// <exception cref="InputException">The run has not come so far as to have data, or they are others now.</exception>
    public static DatasetFolder Open(
        RunFolder run, ContentCache cache, IReadOnlyList<IDatasetSource> sources, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        string folder = run.At(ModelInterface.FolderName);
        RunInputs inputs = RunInputs.Load(folder);
        using PreparedData data = new(new DataPreparation(cache, sources, progress).Prepare(run.Recipe, cancellation), run.Recipe.Data);
        inputs.RequireData(folder, data.Identity);
        return data.Folder;
    }
}
