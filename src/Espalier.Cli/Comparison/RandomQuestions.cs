using Espalier.Answering;
using Espalier.Numerics;
using Espalier.Sources;

namespace Espalier.Cli.Comparison;

/// <summary>A batch of questions of random words about random regions, none of them padded.</summary>
/// <param name="Case">The shapes.</param>
/// <param name="Each">The questions.</param>
internal sealed record RandomQuestions(ModelCase Case, IReadOnlyList<EncodedQuestion> Each)
{
    /// <summary>Word pieces of all, [B, T].</summary>
    public long[] Pieces => [.. Each.SelectMany(question => question.Pieces.Select(piece => (long)piece))];

    /// <summary>Features of all, [B, R, F].</summary>
    public float[] Features => [.. Pictures.SelectMany(picture => picture.Features)];

    /// <summary>Boxes of all, [B, R, 4].</summary>
    public float[] Boxes => [.. Pictures.SelectMany(picture => picture.Boxes)];

    private IEnumerable<PictureRegions> Pictures => Each.Select(question => (PictureRegions)question.Picture);

    /// <summary>Draws; the same every time.</summary>
    public static RandomQuestions Draw(ModelCase shapes, int count)
    {
        SplitMix random = new(1);
        return new RandomQuestions(shapes, [.. Enumerable.Range(0, count).Select(_ => Question())]);

        EncodedQuestion Question() => new(
            [.. Enumerable.Range(0, shapes.Words).Select(_ => 1 + (int)random.Below(shapes.Config.VocabularySize - 1))],
            new PictureRegions(
                [.. Enumerable.Range(0, shapes.Regions * shapes.Config.FeatureSize).Select(_ => (float)random.Gaussian())],
                [.. Enumerable.Range(0, shapes.Regions * 4).Select(_ => (float)random.Unit())], "random"));
    }
}
