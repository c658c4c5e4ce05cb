using Espalier.Data;
using Espalier.Splits;

namespace Espalier.Sources;

/// <summary>
/// VQA-VS (Si et al. 2022): whatever is there of Training, Val, IID-Test and the nine sets under OOD-Test, in folders or archives, and its
/// evaluation bundle. The parts are train, validation-id, test-id, and test-ood: every question that is in one of the nine sets. The sets themselves are
/// lists of ids of test-id (<see cref="ShortcutSets"/>), from the bundle where OOD-Test is not there, and of test-ood where IID-Test is not
/// there. COCO's pictures are taken from where they stand beside the folders.
/// </summary>
internal sealed class VqaVsSource : Importer
{
    private const string Ood = "OOD-Test-";

    public override string Name => "vqa-vs";

    protected override ImportedData Read(string input, string folder, CancellationToken cancellation)
    {
        Dictionary<string, VqaDataset> read = [];
        string[] places = Directory.Exists(input) ? [input, .. Directory.GetFiles(input, "*.zip").Order(StringComparer.Ordinal)] : [input];
        (string Place, HashSet<string> Files)[] contents = [.. places.Select(place => (place, PublishedPart.NamesIn(place)))];
        foreach (string part in VqaVsReader.Parts)
        {
            cancellation.ThrowIfCancellationRequested();
            string? place = contents.FirstOrDefault(content => content.Files.Contains($"{part}-Ques.json")).Place;
            if (place is not null) read[part] = VqaVsReader.Read(place, part);
        }
        if (read.Count == 0) throw new InputException(input, "files", "no part of VQA-VS", "Val/Val-Ques.json, Val/Val-Ans.json and so on, in folders or archives");
        List<VqaDataset> parts = [.. read.Where(part => !part.Key.StartsWith(Ood, StringComparison.Ordinal)).Select(part => part.Value with { Name = NameOf(part.Key) })];
        VqaDataset? test = parts.Find(part => part.Name == PartNames.TestId);
        if (SetsOf(read, test, input) is not { } sets) return ImportedData.OfCoco("VQA-VS", parts, input);

        HashSet<long> ood = [.. sets.Union()];
        IEnumerable<VqaExample> known = test?.Examples ?? read.Values.SelectMany(part => part.Examples).DistinctBy(example => example.QuestionId);
        VqaDataset union = new(PartNames.TestOod, [.. known.Where(example => ood.Contains(example.QuestionId)).OrderBy(example => example.QuestionId)]);
        sets.RequireIn(test ?? union, input);
        return ImportedData.OfCoco("VQA-VS", [.. parts, union], input) with { Shortcuts = ((test ?? union).Name, sets) };
    }

    private static ShortcutSets? SetsOf(Dictionary<string, VqaDataset> read, VqaDataset? test, string input)
    {
        Dictionary<string, IReadOnlyList<long>> sets = read.Where(part => part.Key.StartsWith(Ood, StringComparison.Ordinal))
            .ToDictionary(part => part.Key[Ood.Length..], IReadOnlyList<long> (part) => [.. part.Value.Examples.Select(example => example.QuestionId)]);
        if (sets.Count > 0) return new ShortcutSets(sets);
        string bundle = Path.Combine(input, VqaVsBundle.FileName);
        return test is not null && File.Exists(bundle) ? VqaVsBundle.ReadSets(bundle) : null;
    }

    private static string NameOf(string part) => part switch
    {
        "Training" => PartNames.Train,
        "Val" => PartNames.ValidationId,
        _ => PartNames.TestId,
    };
}
