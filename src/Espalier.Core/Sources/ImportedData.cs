using Espalier.Data;

namespace Espalier.Sources;

/// <summary>What an importer has read.</summary>
/// <param name="Name">What people call the data set.</param>
/// <param name="Parts">Its parts under their standard names.</param>
/// <param name="ImagesPath">The folder of its pictures; null where there are none.</param>
internal sealed record ImportedData(string Name, IReadOnlyList<VqaDataset> Parts, string? ImagesPath = null)
{
    private static readonly string[] CocoFolders = ["images", "train2014", "val2014"];

    /// <summary>The pictures by ascending image id; empty where there are none.</summary>
    public IReadOnlyList<(long ImageId, string File)> Pictures { get; init; } = [];

    /// <summary>OOD sets, with the part that they are views of; null where there are none.</summary>
    public (string Part, ShortcutSets Sets)? Shortcuts { get; init; }

    /// <summary>Parts of a data set about COCO's pictures, with these pictures where they stand beside the questions.</summary>
    /// <param name="name">What people call the data set.</param>
    /// <param name="parts">Its parts under their standard names.</param>
    /// <param name="input">The folder of the questions, or an archive, which has no pictures.</param>
    public static ImportedData OfCoco(string name, IReadOnlyList<VqaDataset> parts, string input)
    {
        if (!Array.Exists(CocoFolders, folder => Directory.Exists(Path.Combine(input, folder)))) return new ImportedData(name, parts);
        string images = FolderSource.ImagesIn(input);
        return new ImportedData(name, parts, images) { Pictures = FolderSource.Images(images, parts) };
    }
}
