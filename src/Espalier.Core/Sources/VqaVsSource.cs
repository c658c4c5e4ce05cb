using Espalier.Data;
using Espalier.Splits;

namespace Espalier.Sources;

/// <summary>
/// VQA-VS (Si et al. 2022): whatever is there of Training, Val, IID-Test and the nine sets under OOD-Test, in folders or archives. The parts are
/// train, validation-id, test-id, test-ood-QT, test-ood-QT+KW and so on, and test-ood: every question that is in one of the nine. All OOD
/// parts are views of test-id. COCO's pictures are taken from where they stand beside the folders.
/// </summary>
internal sealed class VqaVsSource : Importer
{
    private const string Ood = "OOD-Test-";

    public override string Name => "vqa-vs";

    protected override ImportedData Read(string input, string folder, CancellationToken cancellation)
    {
        List<VqaDataset> parts = [];
        string[] places = Directory.Exists(input) ? [input, .. Directory.GetFiles(input, "*.zip").Order(StringComparer.Ordinal)] : [input];
        (string Place, HashSet<string> Files)[] contents = [.. places.Select(place => (place, PublishedPart.NamesIn(place)))];
        foreach (string part in VqaVsReader.Parts)
        {
            cancellation.ThrowIfCancellationRequested();
            string? place = contents.FirstOrDefault(content => content.Files.Contains($"{part}-Ques.json")).Place;
            if (place is not null) parts.Add(VqaVsReader.Read(place, part) with { Name = NameOf(part) });
        }
        if (parts.Count == 0) throw new InputException(input, "files", "no part of VQA-VS", "Val/Val-Ques.json, Val/Val-Ans.json and so on, in folders or archives");
        VqaDataset[] shortcuts = [.. parts.Where(part => part.Name.StartsWith(PartNames.TestOod, StringComparison.Ordinal))];
        if (shortcuts.Length > 0)
            parts.Add(new VqaDataset(PartNames.TestOod,
                [.. shortcuts.SelectMany(part => part.Examples).DistinctBy(example => example.QuestionId).OrderBy(example => example.QuestionId)]));
        return ImportedData.OfCoco("VQA-VS", parts, input);
    }

    private static string NameOf(string part) => part switch
    {
        "Training" => PartNames.Train,
        "Val" => PartNames.ValidationId,
        "IID-Test" => PartNames.TestId,
        _ => $"{PartNames.TestOod}-{part[Ood.Length..]}",
    };
}
