namespace Espalier.Sources;

/// <summary>
/// A folder of one's own: questions.json and annotations.json in the form of VQA v2 (or a pair for each part: train_questions.json, ...), and
/// a folder "images" with a PNG or JPEG for each image id. Pictures are described by a grid, as there is no detector.
/// </summary>
public sealed class FolderSource : IDatasetSource
{
    private static readonly PairedImport Import = new("folder", "a folder of one's own") { PartOf = StandardParts.Of, NeedsPictures = true };

    /// <inheritdoc/>
    public string Name => Import.Source;

    /// <inheritdoc/>
    public string Key(DatasetRequest request) => Import.Key(request);

    /// <inheritdoc/>
    public void Write(string folder, DatasetRequest request, IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
        Import.Write(folder, request, progress, cancellation);
}
