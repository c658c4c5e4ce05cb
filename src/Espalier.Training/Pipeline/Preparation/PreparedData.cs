using Espalier.Data;
using Espalier.Features;
using Espalier.Splits;
using Espalier.Text;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Training;

namespace Espalier.Training.Pipeline.Preparation;

/// <summary>A prepared data set opened for a run: parts, features, word pieces, and the answer vocabulary and priors of its train part.</summary>
public sealed class PreparedData : IDisposable
{
    private const long MostVerifiedBytes = 2L << 30;

    private readonly Dictionary<string, VqaDataset> parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QuestionSet> sets = new(StringComparer.Ordinal);
    private readonly RegionFeatureStore features;
    private readonly DataOptions options;
    private string? identity;
    private BackboneConfig? reader;
    private bool augmented;

    /// <summary>Opens a data set.</summary>
    /// <param name="folder">With train and its validation and test parts.</param>
    /// <param name="options">Vocabulary, targets and encoding.</param>
    /// <exception cref="InputException">Something is missing or damaged.</exception>
    public PreparedData(DatasetFolder folder, DataOptions options)
    {
        (Folder, this.options) = (folder, options);
        string manifest = Path.Combine(folder.Path, "dataset.json");
        Tokenizer = WordPieceTokenizer.Load(folder.VocabularyPath
            ?? throw new InputException(manifest, "$.vocabulary", "nothing", "a WordPiece vocabulary; give one with `data import --vocab`"));
        features = OpenFeatures(folder.FeaturesPath ?? throw new InputException(manifest, "$.features", "nothing", "region features"));
        VqaDataset train = Part(PartNames.Train);
        TargetForm = options.SoftTargets == "table" ? SoftTargetForm.Table : SoftTargetForm.Linear;
        Vocabulary = AnswerVocabulary.Build(train.Examples, options.MinimumAnswerCount);
        if (Vocabulary.Count == 0)
            throw new InputException(manifest, PartNames.Train, $"no answer with {options.MinimumAnswerCount} questions", "frequent answers, or a lower data.minimum-answer-count");
        AnswerScore[][] targets = [.. train.Examples.Select(example => SoftTargets.For(example, Vocabulary, TargetForm))];
        Priors = AnswerPriors.Build(train.Examples, targets, Vocabulary.Count);
    }

    /// <summary>The data set.</summary>
    public DatasetFolder Folder { get; }

    /// <summary>Its word pieces.</summary>
    public WordPieceTokenizer Tokenizer { get; }

    /// <summary>Its region features.</summary>
    public IRegionFeatures Features => features;

    /// <summary>The answers of its train part.</summary>
    public AnswerVocabulary Vocabulary { get; }

    /// <summary>The answer priors of its train part.</summary>
    public AnswerPriors Priors { get; }

    /// <summary>What it decides of a model's shape.</summary>
    public DataSizes Sizes => new(Tokenizer.VocabularySize, Vocabulary.Count, Features.FeatureSize);

    /// <summary>How annotators become scores.</summary>
    public SoftTargetForm TargetForm { get; }

    /// <summary>Identifies the data by their contents: which questions with which answers are in which standard part, and the region features.</summary>
    public string Identity => identity ??= Identify();

    /// <summary>Prepares for a model: pictures where it reads them, and the annotators' own answers where it writes. Before any <see cref="Set"/>.</summary>
    /// <param name="config">The model's shape.</param>
    /// <param name="augmentation">Whether it is trained on random views of pictures.</param>
    /// <exception cref="InputException">It reads pictures, of which the data set has none.</exception>
    public void PrepareFor(BackboneConfig config, bool augmentation)
    {
        if (config.PictureSide is not null && Folder.ImagesPath is null)
            throw new InputException(Path.Combine(Folder.Path, "dataset.json"), "$.images", "nothing", "a folder of pictures, which this backbone reads");
        (reader, augmented) = (config, augmentation);
    }

    /// <summary>Whether the data set has a part.</summary>
    public bool Has(string part) => Folder.Parts.Contains(part);

    /// <summary>Reads a part, once.</summary>
    public VqaDataset Part(string name)
    {
        if (!parts.TryGetValue(name, out VqaDataset? part)) parts[name] = part = Folder.ReadPart(name);
        return part;
    }

    /// <summary>Reads the OOD sets that are views of a part; null where the data set has none.</summary>
    public ShortcutSets? Shortcuts(string part) => Folder.ReadShortcuts(Part(part));

    /// <summary>Encodes a part, once.</summary>
    public QuestionSet Set(string name)
    {
        if (sets.TryGetValue(name, out QuestionSet? set)) return set;
        EncodingForm form = FormOf(options);
        EncodedQuestions encoded = EncodedQuestions.Encode(Part(name), Tokenizer, new EncodingOptions(options.QuestionLength, form), Vocabulary, Priors, features, TargetForm);
        PictureReader? pictures = reader?.PictureSide is { } side ? new PictureReader(PictureFiles(name, encoded), side) { View = augmented ? new TrainingView() : null } : null;
        GenerationTargets? answers = reader is { Generates: true } && name == PartNames.Train ? GenerationTargets.Of(Part(name).Examples, Tokenizer) : null;
        return sets[name] = new QuestionSet(encoded, Priors, features, MaskPadding: form == EncodingForm.Standard, pictures, answers);
    }

    // By the index that images have in the region features.
    private string[] PictureFiles(string part, EncodedQuestions encoded)
    {
        string[] files = [.. Enumerable.Repeat("", features.ImageCount)];
        SortedSet<long> missing = [];
        foreach ((int row, VqaExample example) in Part(part).Examples.Index())
        {
            int image = encoded.ImageIndex[row];
            if (files[image].Length > 0) continue;
            if (Folder.ImagePath(example.ImageId) is { } file) files[image] = file;
            else missing.Add(example.ImageId);
        }
        return missing.Count == 0 ? files : throw new InputException(
            Folder.ImagesPath!, "images", $"{missing.Count:N0} images without a picture: {string.Join(", ", missing.Take(5))}", "a picture of every image");
    }

    /// <summary>How questions become word pieces.</summary>
    internal static EncodingForm FormOf(DataOptions options) => options.Encoding == "bare" ? EncodingForm.Bare : EncodingForm.Standard;

    /// <summary>Opens region features, with every checksum checked where that takes about a second at most.</summary>
    /// <exception cref="InputException">They are missing or damaged.</exception>
    internal static RegionFeatureStore OpenFeatures(string path)
    {
        var store = RegionFeatureStore.Open(path);
        try
        {
            if (new FileInfo(path).Length <= MostVerifiedBytes) store.Verify();
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private string Identify()
    {
        using ContentHash hash = new();
        hash.Add(features.Checksum);
        foreach (string part in PartNames.All.Where(Has))
        {
            hash.Add(part);
            foreach (VqaExample example in Part(part).Examples)
            {
                hash.Add(example.QuestionId, example.ImageId);
                hash.Add(example.Question);
                hash.Add(example.QuestionType);
                hash.Add(example.AnswerType);
                hash.Add(string.Join('\n', example.Answers));
            }
        }
        return hash.Take();
    }

    /// <inheritdoc/>
    public void Dispose() => features.Dispose();
}
