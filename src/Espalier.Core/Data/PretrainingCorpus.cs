using System.Text.Json;
using System.Text.Json.Serialization;

namespace Espalier.Data;

/// <summary>
/// What a small vision-language model is pre-trained on: images with true sentences, the labels that a detector gave each region, and
/// questions with answers. The regions' features are in a feature store, in the same order. On disk it is one JSON file.
/// </summary>
public sealed record PretrainingCorpus
{
    /// <summary>Names of the regions' kinds.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>Names of the regions' colours.</summary>
    public required IReadOnlyList<string> Colors { get; init; }

    /// <summary>The images by ascending id.</summary>
    public required IReadOnlyList<PretrainingImage> Images { get; init; }

    /// <summary>What messages call it: the file that it was read from.</summary>
    [JsonIgnore]
    public string Source { get; init; } = "pre-training corpus";

    /// <summary>Where a prepared data set keeps its corpus.</summary>
    /// <param name="folder">The data set's folder.</param>
    public static string PathIn(string folder) => Path.Combine(folder, "pretrain", "captions.json");

    /// <summary>Where a prepared data set keeps the region features of its corpus.</summary>
    /// <param name="folder">The data set's folder.</param>
    public static string FeaturesPathIn(string folder) => Path.Combine(folder, "pretrain", "features.regions");

    /// <summary>Where a prepared data set keeps the pictures of its corpus, if it has them.</summary>
    /// <param name="folder">The data set's folder.</param>
    public static string PicturesPathIn(string folder) => Path.Combine(folder, "pretrain", "images");

    /// <summary>Reads a corpus.</summary>
    /// <exception cref="InputException">The file is absent or is not such a corpus.</exception>
    public static PretrainingCorpus Read(string path)
    {
        PretrainingCorpus? corpus;
        try
        {
            using FileStream stream = File.OpenRead(path);
            corpus = JsonSerializer.Deserialize(stream, PretrainingJson.Default.PretrainingCorpus);
        }
        catch (JsonException error)
        {
            string place = error.Path ?? $"line {error.LineNumber + 1}";
            throw new InputException(path, place, "JSON that does not fit", "a pre-training corpus", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InputException.Unreadable(path, error, "a readable pre-training corpus");
        }
        if (corpus is null) throw new InputException(path, "$", "null", "a pre-training corpus");
        corpus.Check(path);
        return corpus with { Source = path };
    }

    /// <summary>Writes the corpus, whole or not at all.</summary>
    public void Write(string path) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, PretrainingJson.Default.PretrainingCorpus));

    private void Check(string path)
    {
        if (Kinds.Contains(null!) || Colors.Contains(null!)) throw new InputException(path, "$.kinds or $.colors", "null", "names");
        for (int i = 0; i < Images.Count; i++)
        {
            PretrainingImage? image = Images[i];
            string place = $"$.images[{i}]";
            if (image is null || image.Captions.Contains(null!) || image.Questions.Contains(null!))
                throw new InputException(path, place, "null", "an image, caption or question");
            if (i > 0 && image.Id <= Images[i - 1].Id)
                throw new InputException(path, $"{place}.id", $"{image.Id} after {Images[i - 1].Id}", "ascending ids");
            foreach (RegionLabel label in image.Regions)
            {
                bool known = label.Kind >= RegionLabel.None && label.Kind < Kinds.Count
                    && label.Color >= RegionLabel.None && label.Color < Colors.Count;
                if (known) continue;
                string expected = $"a kind below {Kinds.Count} and a color below {Colors.Count}, or -1";
                throw new InputException(path, $"{place}.regions", $"({label.Kind}, {label.Color})", expected);
            }
        }
    }
}
