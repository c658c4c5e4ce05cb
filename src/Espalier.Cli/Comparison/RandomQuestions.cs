using Espalier.Answering;
using Espalier.Numerics;
using Espalier.Sources;
using Espalier.Training.Models;

namespace Espalier.Cli.Comparison;

/// <summary>A batch of questions of random words about random regions or pixels, none of them padded.</summary>
/// <param name="Case">The shapes.</param>
/// <param name="Each">The questions.</param>
internal sealed record RandomQuestions(ModelCase Case, IReadOnlyList<EncodedQuestion> Each)
{
    /// <summary>Word pieces of all, [B, T].</summary>
    public long[] Pieces => [.. Each.SelectMany(question => question.Pieces.Select(piece => (long)piece))];

    /// <summary>Features of all, [B, R, F].</summary>
    public float[] Features => [.. Pictures<PictureRegions>().SelectMany(picture => picture.Features)];

    /// <summary>Boxes of all, [B, R, 4].</summary>
    public float[] Boxes => [.. Pictures<PictureRegions>().SelectMany(picture => picture.Boxes)];

    /// <summary>Pixels of all, [B, 3, S, S].</summary>
    public float[] Pixels => [.. Pictures<PicturePixels>().SelectMany(picture => picture.Values)];

    /// <summary>Draws; the same every time.</summary>
    public static RandomQuestions Draw(ModelCase shapes, int count)
    {
        SplitMix random = new(1);
        return new RandomQuestions(shapes, [.. Enumerable.Range(0, count).Select(_ => Question())]);

        EncodedQuestion Question() => new(
            [.. Enumerable.Range(0, shapes.Words).Select(_ => 1 + (int)random.Below(shapes.Config.VocabularySize - 1))],
            shapes is { Regions: { } regions, Config: RegionBackboneConfig config }
                ? new PictureRegions(Gaussians(regions * config.FeatureSize), [.. Enumerable.Range(0, regions * 4).Select(_ => (float)random.Unit())], "random")
                : new PicturePixels(Gaussians(3 * shapes.Config.PictureSide!.Value * shapes.Config.PictureSide.Value), shapes.Config.PictureSide.Value));

        float[] Gaussians(int size) => [.. Enumerable.Range(0, size).Select(_ => (float)random.Gaussian())];
    }

    private IEnumerable<T> Pictures<T>()
        where T : PictureInput => Each.Select(question => (T)question.Picture);
}
