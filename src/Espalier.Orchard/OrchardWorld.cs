using System.Globalization;
using Espalier.Data;
using Espalier.Features;
using Espalier.Orchard.Questions;
using Espalier.Orchard.Regions;

namespace Espalier.Orchard;

/// <summary>
/// Grows the built-in data set: drawn scenes of everyday things, questions about them with ten simulated annotators, region features of a
/// simulated detector, and an unbiased corpus for pre-training.
/// <code>
/// dataset.json, questions/pool.json, annotations/pool.json, images/ID.png, features.regions, objects.json, vocab.txt
/// pretrain/captions.json, pretrain/features.regions, pretrain/images/ID.png (where asked for)
/// </code>
/// </summary>
public static class OrchardWorld
{
    /// <summary>Part of a cache key: raised whenever the same options give other bytes.</summary>
    public const int Version = 2;

    /// <summary>The name of the part that is to be split.</summary>
    public const string PoolPart = "pool";

    // By the labels of the detector.
    private static readonly string[] KindNames = [.. Words.Kinds, "person"];

    /// <summary>Writes everything into a folder, dataset.json last; stopping halfway leaves a folder that does not open.</summary>
    /// <param name="folder">The folder; created if need be, and empty.</param>
    /// <param name="options">How much to grow.</param>
    /// <param name="progress">Told how many images are done.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <returns>What was grown.</returns>
    /// <exception cref="InputException">The folder holds something already.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static OrchardReport Write(
        string folder, OrchardOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.PoolQuestions, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.PretrainImages, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads, nameof(options));
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InputException(folder, "folder", "files", "an empty or new folder, as nothing is overwritten");

        int threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        Directory.CreateDirectory(folder);
        AtomicFile.WriteAllText(Path.Combine(folder, "vocab.txt"), string.Join('\n', Vocabulary.Pieces) + "\n");
        PretrainingCorpus corpus = WriteCorpus(folder, new Corpus(options), threads, progress, cancellation);
        (List<VqaExample> examples, long regions, int images) = WritePool(folder, new Pool(options), threads, progress, cancellation);
        DatasetFolder.Create(folder, ManifestOf(options), [new(PoolPart, examples)]);
        return new()
        {
            PoolImages = images,
            PoolQuestions = examples.Count,
            PretrainImages = corpus.Images.Count,
            Captions = corpus.Images.Sum(image => image.Captions.Count),
            PretrainQuestions = corpus.Images.Sum(image => image.Questions.Count),
            RegionsPerImage = (double)regions / images,
            ClearShare = examples.Average(example => example.Answers.Count(example.MultipleChoiceAnswer.Equals) >= 8 ? 1.0 : 0),
            QuestionTypes = OrchardReport.PriorsOf(examples),
            Answers = OrchardReport.CoverageOf(examples),
        };
    }

    private static (List<VqaExample> Examples, long Regions, int Images) WritePool(
        string folder, Pool pool, int threads, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        string images = Directory.CreateDirectory(Path.Combine(folder, "images")).FullName;
        List<VqaExample> examples = [];
        long regions = 0;
        int image = 0;
        List<KeyValuePair<long, IReadOnlyCollection<string>>> objects = [];
        using RegionFeatureWriter store = new(Path.Combine(folder, "features.regions"), PixelFeaturizer.FeatureSize, Detector.MostRegions);
        foreach (PoolImage grown in OrderedWork.Run(pool.ImageCount, threads, pool.Grow, cancellation))
        {
            long id = Pool.IdOf(image++);
            WritePicture(images, id, grown.Png);
            store.Add(id, grown.Sheet.Features, grown.Sheet.Boxes);
            objects.Add(new(id, [.. grown.Regions.Where(region => region.Kind != Detector.NoLabel).Select(region => KindNames[region.Kind])]));
            regions += grown.Regions.Count;
            examples.AddRange(grown.Examples);
            progress?.Report(new("drawing the pool", image, pool.ImageCount, "images"));
        }
        store.Complete();
        ImageObjects.Of(objects).Write(Path.Combine(folder, ImageObjects.FileName));
        return (examples, regions, image);
    }

    private static PretrainingCorpus WriteCorpus(
        string folder, Corpus corpus, int threads, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        List<PretrainingImage> images = [];
        PretrainingCorpus written = new() { Kinds = KindNames, Colors = Words.Tints, Images = images };
        if (corpus.ImageCount == 0) return written;

        string pictures = PretrainingCorpus.PicturesPathIn(folder);
        using RegionFeatureWriter store = new(PretrainingCorpus.FeaturesPathIn(folder), PixelFeaturizer.FeatureSize, Detector.MostRegions);
        foreach (CorpusImage grown in OrderedWork.Run(corpus.ImageCount, threads, corpus.Grow, cancellation))
        {
            if (grown.Png is not null) WritePicture(Directory.CreateDirectory(pictures).FullName, grown.Image.Id, grown.Png);
            store.Add(grown.Image.Id, grown.Sheet.Features, grown.Sheet.Boxes);
            images.Add(grown.Image);
            progress?.Report(new("drawing for pre-training", images.Count, corpus.ImageCount, "images"));
        }
        store.Complete();
        written.Write(PretrainingCorpus.PathIn(folder));
        return written;
    }

    private static void WritePicture(string folder, long id, byte[] png) =>
        File.WriteAllBytes(Path.Combine(folder, id.ToString(CultureInfo.InvariantCulture) + ".png"), png);

    private static DatasetManifest ManifestOf(OrchardOptions options)
    {
        CultureInfo plain = CultureInfo.InvariantCulture;
        return new()
        {
            Name = "Orchard",
            Source = "orchard",
            Features = "features.regions",
            Vocabulary = "vocab.txt",
            Images = "images",
            Objects = ImageObjects.FileName,
            Provenance = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["seed"] = options.Seed.ToString(plain),
                ["pool-questions"] = options.PoolQuestions.ToString(plain),
                ["pretrain-images"] = options.PretrainImages.ToString(plain),
                [RegionForm.FeaturesKey] = RegionForm.PixelProvenance,
            },
        };
    }
}
