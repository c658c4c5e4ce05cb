using Espalier.Data;

namespace Espalier.Sources;

/// <summary>What an importer has read.</summary>
/// <param name="Name">What people call the data set.</param>
/// <param name="Parts">Its parts under their standard names.</param>
/// <param name="ImagesPath">The folder of its pictures; null where there are none.</param>
internal sealed record ImportedData(string Name, IReadOnlyList<VqaDataset> Parts, string? ImagesPath = null)
{
    /// <summary>The pictures by ascending image id; empty where there are none.</summary>
    public IReadOnlyList<(long ImageId, string File)> Pictures { get; init; } = [];
}
