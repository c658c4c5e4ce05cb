namespace Espalier.Sources;

/// <summary>
/// VQA v2 (Goyal et al. 2017), whole or in part: question and annotation files as published, beside COCO's pictures or without them.
/// The published test has no annotations; where there is no other, the validation questions are the test, as is usual.
/// </summary>
public sealed class VqaV2Source : IDatasetSource
{
    private static readonly PairedImport Import = new("vqa-v2", "VQA v2") { PartOf = StandardParts.Of, Arrange = StandardParts.TestOnValidation };

    /// <inheritdoc/>
    public string Name => Import.Source;

    /// <inheritdoc/>
    public string Key(DatasetRequest request) => Import.Key(request);

    /// <inheritdoc/>
    public void Write(string folder, DatasetRequest request, IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
        Import.Write(folder, request, progress, cancellation);
}
