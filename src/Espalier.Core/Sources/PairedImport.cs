using System.Globalization;
using Espalier.Data;
using Espalier.Features;
using Espalier.Text;

namespace Espalier.Sources;

/// <summary>What the importers of VQA v2 JSON share: pairs of files become parts, the words of the questions a vocabulary, pictures features.</summary>
/// <param name="Source">What recipes call the source.</param>
/// <param name="Name">What people call the data set.</param>
internal sealed record PairedImport(string Source, string Name)
{
    private const int Version = 1, MissingNamed = 5;
    private const string Features = "features.regions", Vocabulary = "vocab.txt";
    private static readonly string[] PictureFolders = ["images", "train2014", "val2014"];

    /// <summary>The part that a pair of files holds, by their common stem; throws what <see cref="UnknownPart"/> gives.</summary>
    public required Func<string, QuestionFiles, string> PartOf { get; init; }

    /// <summary>Whether a question may be in several parts, as in data sets whose parts are views of one test.</summary>
    public bool PartsOverlap { get; init; }

    /// <summary>Whether there must be pictures.</summary>
    public bool NeedsPictures { get; init; }

    /// <summary>A last change to the parts' names and number.</summary>
    public Func<IReadOnlyList<VqaDataset>, IReadOnlyList<VqaDataset>> Arrange { get; init; } = parts => parts;

    public string Key(DatasetRequest request) => string.Create(CultureInfo.InvariantCulture,
        $"{Source} {Version}, features {PixelFeaturizer.Version}, grid {request.Grid}, input {InputFingerprint.Of(PathOf(request))}, vocabulary {(request.VocabularyPath is { } path ? InputFingerprint.Of(path) : "built")}");

    public void Write(string folder, DatasetRequest request, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        string input = PathOf(request);
        List<VqaDataset> read = [];
        IReadOnlyList<QuestionFiles> pairs = QuestionFiles.Find(input, out IReadOnlyList<JsonFile> leftOut);
        foreach (QuestionFiles pair in pairs)
        {
            cancellation.ThrowIfCancellationRequested();
            string part = PartOf(pair.Stem, pair);
            if (read.Exists(known => known.Name == part)) throw new InputException(input, pair.Questions.Name, $"a second pair of files for the part {part}", "one pair for each part");
            read.Add(pair.Read(part));
            progress?.Report(new WorkProgress("reading questions", read.Count, pairs.Count, "parts"));
        }
        if (!PartsOverlap) RefuseShared(input, read);
        IReadOnlyList<VqaDataset> parts = Arrange(read);

        string? images = PicturesIn(input);
        if (images is null && NeedsPictures) throw new InputException(input, "images", "no folder \"images\"", "a folder \"images\" with a PNG or JPEG for each image id");
        if (images is not null) Describe(folder, images, parts, request.Grid, progress, cancellation);
        WriteVocabulary(folder, request.VocabularyPath, parts);
        DatasetFolder.Create(folder, new DatasetManifest
        {
            Name = Name,
            Source = Source,
            Features = images is null ? null : Features,
            Vocabulary = Vocabulary,
            Images = images is null ? null : Path.GetRelativePath(folder, images),
            Provenance = Provenance(request, input, images is not null, leftOut),
        }, parts);
    }

    /// <summary>The error for files whose part cannot be told.</summary>
    public static InputException UnknownPart(QuestionFiles pair, string expected) =>
        new(pair.Questions.Path, pair.Questions.Name, "a name that tells no part", $"a name with {expected}");

    /// <summary>Writes vocab.txt: the given one, checked, or one made from the questions.</summary>
    public static void WriteVocabulary(string folder, string? given, IEnumerable<VqaDataset> parts)
    {
        IReadOnlyList<string> pieces = given is null ? QuestionVocabulary.Build(parts.SelectMany(part => part.Examples)) : WordPieceTokenizer.Load(given).Vocabulary;
        AtomicFile.WriteAllText(Path.Combine(folder, Vocabulary), string.Concat(pieces.Select(piece => piece + "\n")));
    }

    private string PathOf(DatasetRequest request) => request.Path ?? throw new InputException(Source, "path", "nothing", "the file or folder to import");

    private static string? PicturesIn(string input)
    {
        if (!Directory.Exists(input)) return null;
        string[] found = [.. PictureFolders.Where(name => Directory.Exists(Path.Combine(input, name)))];
        // COCO's folders are looked into from above.
        return found.Length == 0 ? null : found.Contains("images") ? Path.Combine(input, "images") : input;
    }

    private static void Describe(string folder, string images, IReadOnlyList<VqaDataset> parts, int grid, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        long[] ids = [.. parts.SelectMany(part => part.Examples).Select(example => example.ImageId).Distinct().Order()];
        string?[] files = [.. ids.Select(id => DatasetFolder.FindImage(images, id))];
        long[] missing = [.. ids.Where((_, i) => files[i] is null)];
        if (missing.Length > 0)
        {
            string named = string.Join(", ", missing.Take(MissingNamed)) + (missing.Length > MissingNamed ? ", ..." : "");
            throw new InputException(images, "pictures", $"none for {missing.Length:N0} of {ids.Length:N0} images: {named}", "ID.png, ID.jpg or COCO's name for each image id");
        }
        Dictionary<long, string> fileOf = ids.Zip(files).ToDictionary(pair => pair.First, pair => pair.Second!);
        GridFeatures.Write(Path.Combine(folder, Features), ids, id => ImageFile.Decode(fileOf[id]), grid, progress, cancellation);
    }

    private static void RefuseShared(string input, List<VqaDataset> parts)
    {
        Dictionary<long, string> seen = [];
        foreach (VqaDataset part in parts)
        {
            foreach (VqaExample example in part.Examples)
            {
                if (!seen.TryAdd(example.QuestionId, part.Name))
                    throw new InputException(input, $"part {part.Name}", $"question {example.QuestionId}, which is in {seen[example.QuestionId]} too", "each question in one part");
            }
        }
    }

    private static SortedDictionary<string, string> Provenance(DatasetRequest request, string input, bool described, IReadOnlyList<JsonFile> leftOut)
    {
        SortedDictionary<string, string> provenance = new(StringComparer.Ordinal)
        {
            ["input"] = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(input))),
            ["input-fingerprint"] = InputFingerprint.Of(input),
            ["vocabulary"] = request.VocabularyPath is { } path ? Path.GetFileName(path) : "built from the questions",
        };
        if (described) provenance["features"] = string.Create(CultureInfo.InvariantCulture, $"pixels, version {PixelFeaturizer.Version}, grid {request.Grid} x {request.Grid}");
        if (leftOut.Count > 0) provenance["left-out"] = string.Join(", ", leftOut.Select(file => file.Name)) + " (no annotations)";
        return provenance;
    }
}
