using Espalier.Data;

namespace Espalier.Sources;

/// <summary>A folder of one's own, as <see cref="FolderSource"/> reads it. Its pictures are described by a grid, as there is no detector.</summary>
internal sealed class OwnFolderSource : Importer
{
    public override string Name => "folder";

    protected override ImportedData Read(string input, string folder, CancellationToken cancellation)
    {
        var source = FolderSource.Open(input);
        IReadOnlyList<VqaDataset> parts = PublishedParts.Standard(source.Read());
        cancellation.ThrowIfCancellationRequested();
        return new ImportedData(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(input))), parts, source.ImagesPath) { Pictures = source.Images(parts) };
    }
}
