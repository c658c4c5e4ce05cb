using Espalier.Json;

namespace Espalier.Data;

/// <summary>
/// Reads VQA-VS (Si et al. 2022): records of VQA v2 in files that are lists, named PART/PART-Ques.json and PART/PART-Ans.json in a folder
/// or in a zip archive. The parts are Training, Val, IID-Test and the nine OOD test sets.
/// </summary>
public static class VqaVsReader
{
    private const string OodPart = "OOD-Test";

    /// <summary>The shortcuts whose rare answers make the OOD test sets: question type, keyword(s), key object(s), mixtures.</summary>
    public static IReadOnlyList<string> Shortcuts { get; } = ["QT", "KW", "KWP", "QT+KW", "KO", "KOP", "QT+KO", "KW+KO", "QT+KW+KO"];

    /// <summary>All parts by name: Training, Val, IID-Test, OOD-Test-QT, ...</summary>
    public static IReadOnlyList<string> Parts { get; } =
        ["Training", "Val", "IID-Test", .. Shortcuts.Select(shortcut => $"{OodPart}-{shortcut}")];

    /// <summary>Reads a part, ordered by question id.</summary>
    /// <param name="path">The folder that holds the part's folder, or a zip archive.</param>
    /// <param name="part">One of <see cref="Parts"/>.</param>
    /// <exception cref="InputException">As <see cref="VqaV2Reader.Read"/>, or the part is not there.</exception>
    public static VqaDataset Read(string path, string part) => VqaV2Reader.Sort(part, ReadInFileOrder(path, part));

    /// <summary>Reads a part in the order of its annotations, on which the published answer vocabulary depends.</summary>
    /// <exception cref="InputException">See <see cref="Read"/>.</exception>
    public static IReadOnlyList<VqaExample> ReadInFileOrder(string path, string part)
    {
        if (!Parts.Contains(part))
            throw new ArgumentException($"VQA-VS has no part \"{part}\"; it has {string.Join(", ", Parts)}.", nameof(part));
        return VqaV2Reader.Join(() => Open(path, $"{part}-Ques.json"), () => Open(path, $"{part}-Ans.json"));
    }

    private static JsonRecords Open(string path, string fileName)
    {
        if (!Directory.Exists(path))
        {
            Stream entry = InputStream.Open(path, name => name.Split('/')[^1] == fileName);
            return new JsonRecords(entry, $"{path}/{fileName}", "list", listOnly: true);
        }
        string part = fileName[..fileName.LastIndexOf('-')];
        string[] places = [Path.Combine(part, fileName), Path.Combine(OodPart, part[(part.LastIndexOf('-') + 1)..], fileName), fileName];
        string file = places.Select(place => Path.Combine(path, place)).FirstOrDefault(File.Exists)
            ?? throw new InputException(path, "files", $"no {fileName}", string.Join(" or ", places));
        return new JsonRecords(InputStream.Open(file), file, "list", listOnly: true);
    }
}
