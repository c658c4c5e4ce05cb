using Espalier.Data;
using Espalier.Features;

namespace Espalier.Training.Pretraining;

/// <summary>A corpus and the features of its images must tell of the same regions.</summary>
internal static class CorpusRegions
{
    /// <summary>Where the features have an image of the corpus.</summary>
    /// <exception cref="InputException">They do not.</exception>
    public static int Find(PretrainingCorpus corpus, int image, IRegionFeatures features) => features.TryFind(corpus.Images[image].Id, out int index)
        ? index
        : throw new InputException(corpus.Source, $"$.images[{image}].id", $"{corpus.Images[image].Id}, which has no features", "features of every image");

    /// <summary>Checks that each region has a label.</summary>
    /// <exception cref="InputException">There are more or fewer labels.</exception>
    public static void CheckCount(PretrainingCorpus corpus, int image, int regions)
    {
        int labels = corpus.Images[image].Regions.Count;
        if (labels != regions)
            throw new InputException(corpus.Source, $"$.images[{image}].regions", $"{labels} labels", $"{regions}, one for each region of the features");
    }
}
