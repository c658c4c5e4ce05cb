using System.Globalization;
using Espalier.Splits;

namespace Espalier.Data;

/// <summary>
/// A prepared data set on disk, the one form that every source is brought to before training:
/// <code>
/// dataset.json                    what it is, see DatasetManifest
/// questions/PART.json             VQA v2 JSON
/// annotations/PART.json           VQA v2 JSON
/// images/                         optional pictures
/// features.regions                region features
/// vocab.txt                       word pieces
/// objects.json                    optional: what the pictures show
/// shortcuts/PART.json             optional: the nine OOD sets of a part
/// split.json                      how the parts were made, if they were
/// </code>
/// </summary>
public sealed class DatasetFolder
{
    private const string ManifestName = "dataset.json";
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg"];
    private static readonly string[] CocoParts = ["train2014", "val2014"];

    private DatasetFolder(string path, DatasetManifest manifest) => (Path, Manifest) = (path, manifest);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What dataset.json says.</summary>
    public DatasetManifest Manifest { get; private set; }

    /// <summary>The names of the parts.</summary>
    public IEnumerable<string> Parts => Manifest.Parts.Keys;

    /// <summary>The part that is evaluated where none is named: as of a run, what debiasing is for shows out of distribution.</summary>
    public string UsualPart => Manifest.Parts.ContainsKey(PartNames.TestOod) ? PartNames.TestOod : PartNames.TestId;

    /// <summary>The region features; null where the data set has none yet.</summary>
    public string? FeaturesPath => Resolve(Manifest.Features);

    /// <summary>The word pieces; null where the data set has none.</summary>
    public string? VocabularyPath => Resolve(Manifest.Vocabulary);

    /// <summary>The folder of pictures; null where there are none.</summary>
    public string? ImagesPath => Resolve(Manifest.Images);

    /// <summary>What the pictures show; null where that is not known.</summary>
    public string? ObjectsPath => Resolve(Manifest.Objects);

    /// <summary>Where the record of a split belongs.</summary>
    public string SplitPath => System.IO.Path.Combine(Path, "split.json");

    /// <summary>Whether a folder holds a prepared data set.</summary>
    public static bool Exists(string path) => File.Exists(System.IO.Path.Combine(path, ManifestName));

    /// <summary>Opens a prepared data set.</summary>
    /// <exception cref="InputException">There is no dataset.json, or it is damaged.</exception>
    public static DatasetFolder Open(string path) => new(path, DatasetManifestJson.Load(System.IO.Path.Combine(path, ManifestName)));

    /// <summary>Makes a folder with its parts. dataset.json is written last, so that an unfinished folder does not open.</summary>
    /// <param name="path">The folder; created if need be.</param>
    /// <param name="manifest">What it is; its parts are filled in.</param>
    /// <param name="parts">The parts, each with its part name as the data set's name.</param>
    public static DatasetFolder Create(string path, DatasetManifest manifest, IEnumerable<VqaDataset> parts)
    {
        Directory.CreateDirectory(path);
        DatasetFolder folder = new(path, manifest);
        folder.AddParts(parts);
        return folder;
    }

    /// <summary>Writes more parts, or the same ones anew, then dataset.json.</summary>
    public void AddParts(IEnumerable<VqaDataset> parts)
    {
        SortedDictionary<string, int> counts = new(Manifest.Parts.ToDictionary(), StringComparer.Ordinal);
        foreach (VqaDataset part in parts)
        {
            if (!IsPartName(part.Name)) throw new ArgumentException($"\"{part.Name}\" is no name of a part.", nameof(parts));
            VqaWriter.Write(part, QuestionsPath(part.Name), AnnotationsPath(part.Name));
            counts[part.Name] = part.Examples.Count;
        }
        Update(Manifest with { Parts = counts });
    }

    /// <summary>Replaces dataset.json.</summary>
    public void Update(DatasetManifest manifest)
    {
        DatasetManifestJson.Save(System.IO.Path.Combine(Path, ManifestName), manifest);
        Manifest = manifest;
    }

    /// <summary>Notes in dataset.json how the data set came to be.</summary>
    /// <param name="key">What is told.</param>
    /// <param name="value">Takes the place of what was told before.</param>
    public void Note(string key, string value) => Update(Manifest with
    {
        Provenance = new SortedDictionary<string, string>(Manifest.Provenance.ToDictionary(), StringComparer.Ordinal) { [key] = value },
    });

    /// <summary>Reads a part.</summary>
    /// <exception cref="InputException">There is no such part, its files are damaged, or its size is not the manifest's.</exception>
    public VqaDataset ReadPart(string name)
    {
        string manifestPath = System.IO.Path.Combine(Path, ManifestName);
        if (!Manifest.Parts.TryGetValue(name, out int expected))
            throw new InputException(manifestPath, "$.parts", $"no part \"{name}\"", string.Join(" or ", Parts));
        VqaDataset part = VqaV2Reader.Read(name, QuestionsPath(name), AnnotationsPath(name));
        return part.Examples.Count == expected ? part : throw new InputException(
            manifestPath, $"$.parts.{name}", $"{expected:N0} questions", $"{part.Examples.Count:N0}, which the part's files hold");
    }

    /// <summary>Where the OOD sets of a part belong.</summary>
    public string ShortcutsPath(string part) => ShortcutsPathIn(Path, part);

    /// <summary>Reads the OOD sets that are views of a part; null where the data set has none.</summary>
    /// <param name="part">The part, read.</param>
    /// <exception cref="InputException">The file is damaged, or has questions that the part has not.</exception>
    public ShortcutSets? ReadShortcuts(VqaDataset part)
    {
        string path = ShortcutsPath(part.Name);
        if (!IsPartName(part.Name) || !File.Exists(path)) return null;
        var sets = ShortcutSets.Read(path);
        sets.RequireIn(part, path);
        return sets;
    }

    /// <summary>The picture of an image, named by its id or as COCO 2014 names it; null if there is none.</summary>
    public string? ImagePath(long imageId) => ImagesPath is { } images ? FindImage(images, imageId) : null;

    /// <summary>Finds ID.png, ID.jpg or COCO_train2014_000000000ID.jpg in a folder or its train2014 or val2014; null if none.</summary>
    public static string? FindImage(string images, long imageId)
    {
        string id = imageId.ToString(CultureInfo.InvariantCulture);
        string padded = imageId.ToString("D12", CultureInfo.InvariantCulture);
        IEnumerable<string> names = new[] { id, padded }.Concat(CocoParts.Select(part => $"COCO_{part}_{padded}"))
            .Concat(CocoParts.Select(part => System.IO.Path.Combine(part, $"COCO_{part}_{padded}")));
        IEnumerable<string> files = names.SelectMany(name => Extensions, (name, extension) => name + extension);
        return files.Select(file => System.IO.Path.Combine(images, file)).FirstOrDefault(File.Exists);
    }

    /// <summary>Where the OOD sets of a part belong in a folder that is being prepared.</summary>
    internal static string ShortcutsPathIn(string folder, string part) => System.IO.Path.Combine(folder, "shortcuts", part + ".json");

    /// <summary>Whether a part may be called so: its name becomes a file name.</summary>
    internal static bool IsPartName(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '+');

    private string QuestionsPath(string part) => System.IO.Path.Combine(Path, "questions", part + ".json");

    private string AnnotationsPath(string part) => System.IO.Path.Combine(Path, "annotations", part + ".json");

    private string? Resolve(string? relative) =>
        relative is null ? null : System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, relative));
}
