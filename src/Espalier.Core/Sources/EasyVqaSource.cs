using System.Globalization;
using Espalier.Data;
using Espalier.Features;
using Espalier.Splits;

namespace Espalier.Sources;

/// <summary>
/// easy-VQA (Victor Zhou 2019), from its published archive: coloured shapes on pictures of 64 x 64 pixels. The parts are train and test-id as
/// published. Train and test both number their images from 0; here the test's begin at <see cref="FirstTestImage"/>.
/// </summary>
public sealed class EasyVqaSource : IDatasetSource
{
    /// <summary>Added to the test's image numbers.</summary>
    public const long FirstTestImage = 1_000_000;

    private const int Version = 1;

    /// <inheritdoc/>
    public string Name => "easy-vqa";

    /// <inheritdoc/>
    public string Key(DatasetRequest request) => string.Create(CultureInfo.InvariantCulture,
        $"{Name} {Version}, features {PixelFeaturizer.Version}, grid {request.Grid}, input {InputFingerprint.Of(PathOf(request))}, vocabulary {(request.VocabularyPath is { } path ? InputFingerprint.Of(path) : "built")}");

    /// <inheritdoc/>
    public void Write(string folder, DatasetRequest request, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        string input = PathOf(request), images = Directory.CreateDirectory(Path.Combine(folder, "images")).FullName;
        VqaDataset[] parts;
        using (EasyVqaArchive archive = new(input))
        {
            parts = [archive.ReadPart("train", PartNames.Train, 0), archive.ReadPart("test", PartNames.TestId, FirstTestImage)];
            archive.ExtractPictures("train", images, 0, parts[0], cancellation);
            archive.ExtractPictures("test", images, FirstTestImage, parts[1], cancellation);
        }
        long[] ids = [.. parts.SelectMany(part => part.Examples).Select(example => example.ImageId).Distinct().Order()];
        GridFeatures.Write(Path.Combine(folder, "features.regions"), ids, id => ImageFile.Decode(DatasetFolder.FindImage(images, id)!), request.Grid, progress, cancellation);
        PairedImport.WriteVocabulary(folder, request.VocabularyPath, parts);
        DatasetFolder.Create(folder, new DatasetManifest
        {
            Name = "easy-VQA",
            Source = Name,
            Features = "features.regions",
            Vocabulary = "vocab.txt",
            Images = "images",
            Provenance = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["input"] = Path.GetFileName(input),
                ["input-fingerprint"] = InputFingerprint.Of(input),
                ["features"] = string.Create(CultureInfo.InvariantCulture, $"pixels, version {PixelFeaturizer.Version}, grid {request.Grid} x {request.Grid}"),
            },
        }, parts);
    }

    private string PathOf(DatasetRequest request) => request.Path ?? throw new InputException(Name, "path", "nothing", "the archive easy-vqa.zip");
}
