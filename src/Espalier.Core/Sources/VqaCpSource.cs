using Espalier.Splits;

namespace Espalier.Sources;

/// <summary>
/// VQA-CP v2 (Agrawal et al. 2018): vqacp_v2_train_questions.json and so on, with COCO's pictures or without. Its test has other answer priors
/// than its train part, and it has no validation part: a published split makes one.
/// </summary>
public sealed class VqaCpSource : IDatasetSource
{
    private static readonly PairedImport Import = new("vqa-cp-v2", "VQA-CP v2")
    {
        PartOf = (stem, pair) => StandardParts.Has(stem, "train") ? PartNames.Train
            : StandardParts.Has(stem, "test") ? PartNames.TestOod
            : throw PairedImport.UnknownPart(pair, "train or test"),
    };

    /// <inheritdoc/>
    public string Name => Import.Source;

    /// <inheritdoc/>
    public string Key(DatasetRequest request) => Import.Key(request);

    /// <inheritdoc/>
    public void Write(string folder, DatasetRequest request, IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
        Import.Write(folder, request, progress, cancellation);
}
