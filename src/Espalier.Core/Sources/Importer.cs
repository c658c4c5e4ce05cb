using System.Globalization;
using Espalier.Data;
using Espalier.Features;
using Espalier.Text;

namespace Espalier.Sources;

/// <summary>What all importers share: the questions become parts and a vocabulary, the pictures region features.</summary>
internal abstract class Importer : IDatasetSource
{
    // Part of every cache's key: raise it when an import gives other files for the same input.
    private const int Version = 3;
    private const string Features = "features.regions", Vocabulary = "vocab.txt";

    public abstract string Name { get; }

    public string Key(DatasetRequest request)
    {
        string vocabulary = request.VocabularyPath is { } path ? InputFingerprint.Of(path) : "built";
        string features = request.FeaturesPath is { } store ? StoreForm(store) : FeatureForm(request);
        return string.Create(CultureInfo.InvariantCulture, $"{Name} {Version}, {features}, vocabulary {vocabulary}, input {InputFingerprint.Of(InputOf(request))}");
    }

    public void Write(string folder, DatasetRequest request, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        string input = InputOf(request);
        // Before the long work, so that a wrong vocabulary is told at once.
        IReadOnlyList<string>? given = request.VocabularyPath is { } path ? WordPieceTokenizer.Load(path).Vocabulary : null;
        progress?.Report(new WorkProgress("reading questions", 0, 0, "questions"));
        ImportedData data = Read(input, folder, cancellation);
        if (request.FeaturesPath is { } store) RequireFeatures(store, data.Parts);
        else if (data.Pictures.Count > 0)
        {
            Dictionary<long, string> files = data.Pictures.ToDictionary(picture => picture.ImageId, picture => picture.File);
            GridFeatures.Write(Path.Combine(folder, Features), [.. data.Pictures.Select(picture => picture.ImageId)], id => ImageFile.Decode(files[id]), request.Grid,
                progress, cancellation);
        }
        IReadOnlyList<string> pieces = given ?? QuestionVocabulary.Build(data.Parts.SelectMany(part => part.Examples));
        AtomicFile.WriteAllText(Path.Combine(folder, Vocabulary), string.Concat(pieces.Select(piece => piece + "\n")));
        ImageObjects? objects = ObjectsIn(input);
        objects?.Write(Path.Combine(folder, ImageObjects.FileName));
        DatasetManifest manifest = ManifestOf(data, folder, request, input) with { Objects = objects is null ? null : ImageObjects.FileName };
        // Before dataset.json, without which the folder does not open.
        data.Shortcuts?.Sets.Write(DatasetFolder.ShortcutsPathIn(folder, data.Shortcuts.Value.Part));
        DatasetFolder.Create(folder, manifest, data.Parts);
    }

    /// <summary>Reads the source.</summary>
    /// <param name="input">The file or folder.</param>
    /// <param name="folder">The folder that is being prepared; pictures may be unpacked into it.</param>
    /// <param name="cancellation">Stops between parts.</param>
    /// <exception cref="InputException">The source is not as it must be.</exception>
    protected abstract ImportedData Read(string input, string folder, CancellationToken cancellation);

    private DatasetManifest ManifestOf(ImportedData data, string folder, DatasetRequest request, string input)
    {
        bool given = request.FeaturesPath is not null, described = !given && data.Pictures.Count > 0;
        SortedDictionary<string, string> provenance = new(StringComparer.Ordinal)
        {
            ["input"] = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(input))),
            ["input-fingerprint"] = InputFingerprint.Of(input),
            ["vocabulary"] = request.VocabularyPath is { } path ? Path.GetFileName(path) : "built from the questions",
        };
        if (given) provenance[RegionForm.FeaturesKey] = StoreForm(request.FeaturesPath!);
        if (described)
        {
            provenance[RegionForm.FeaturesKey] = FeatureForm(request);
            provenance[RegionForm.GridKey] = request.Grid.ToString(CultureInfo.InvariantCulture);
        }
        return new DatasetManifest
        {
            Name = data.Name,
            Source = Name,
            Features = given ? Path.GetRelativePath(folder, request.FeaturesPath!) : described ? Features : null,
            Vocabulary = Vocabulary,
            Images = data.ImagesPath is { } images ? Path.GetRelativePath(folder, images) : null,
            Provenance = provenance,
        };
    }

    // Told before anything is trained, and all at once: which images the detector was not run on.
    private static void RequireFeatures(string path, IReadOnlyList<VqaDataset> parts)
    {
        using RegionFeatureStore store = RegionFeatureStore.Open(path);
        long[] missing = [.. parts.SelectMany(part => part.Examples).Select(example => example.ImageId).Distinct().Where(id => !store.TryFind(id, out _)).Order()];
        if (missing.Length == 0) return;
        throw new InputException(path, "images", string.Create(CultureInfo.InvariantCulture, $"no features of {missing.Length:N0} images: {Ids.List(missing)}"), "features of every image that is asked about");
    }

    private static ImageObjects? ObjectsIn(string input) =>
        Path.Combine(input, ImageObjects.FileName) is var path && File.Exists(path) ? ImageObjects.Read(path) : null;

    private string InputOf(DatasetRequest request) => request.Path ?? throw new InputException(Name, "path", "nothing", "the file or folder to import");

    private static string StoreForm(string path)
    {
        using RegionFeatureStore store = RegionFeatureStore.Open(path);
        string contents = string.Create(CultureInfo.InvariantCulture, $"features {store.ImageCount} x {store.FeatureSize} {store.Checksum:x8}");
        return store.Provenance is { } made ? $"{contents}, {made}" : contents;
    }

    private static string FeatureForm(DatasetRequest request) =>
        string.Create(CultureInfo.InvariantCulture, $"{RegionForm.PixelProvenance}, grid {request.Grid} x {request.Grid}");
}
