using Espalier.Data;
using Espalier.Splits;

namespace Espalier.Sources;

/// <summary>
/// VQA-VS (Si et al. 2022): whatever is there of Training, Val, IID-Test and the nine sets under OOD-Test, unpacked or in archives. The parts are
/// train, validation-id, test-id, and test-ood-QT, test-ood-QT+KW, ... for the shortcuts; test-ood is every question that is in one of the nine. All OOD
/// parts are views of test-id.
/// </summary>
public sealed class VqaVsSource : IDatasetSource
{
    private const string OodStem = "ood-test";
    private static readonly PairedImport Import = new("vqa-vs", "VQA-VS") { PartOf = PartOf, PartsOverlap = true, Arrange = AddUnion };

    /// <inheritdoc/>
    public string Name => Import.Source;

    /// <inheritdoc/>
    public string Key(DatasetRequest request) => Import.Key(request);

    /// <inheritdoc/>
    public void Write(string folder, DatasetRequest request, IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
        Import.Write(folder, request, progress, cancellation);

    private static string PartOf(string stem, QuestionFiles pair) => stem switch
    {
        _ when stem.StartsWith(OodStem + "-", StringComparison.Ordinal) => $"{PartNames.TestOod}-{stem[(OodStem.Length + 1)..].ToUpperInvariant()}",
        _ when StandardParts.Has(stem, "train") => PartNames.Train,
        _ when StandardParts.Has(stem, "val") => PartNames.ValidationId,
        "iid-test" => PartNames.TestId,
        _ => throw PairedImport.UnknownPart(pair, "Training, Val, IID-Test or OOD-Test"),
    };

    private static IReadOnlyList<VqaDataset> AddUnion(IReadOnlyList<VqaDataset> parts)
    {
        VqaDataset[] sets = [.. parts.Where(part => part.Name.StartsWith(PartNames.TestOod, StringComparison.Ordinal))];
        if (sets.Length == 0) return parts;
        VqaExample[] union = [.. sets.SelectMany(set => set.Examples).DistinctBy(example => example.QuestionId).OrderBy(example => example.QuestionId)];
        return [.. parts, new VqaDataset(PartNames.TestOod, union)];
    }
}
