using Espalier.Checkpoints;
using Espalier.Numerics;
using Espalier.Training.Models;

namespace Espalier.Bench.Exchange;

/// <summary>
/// Four questions of unequal length about random pictures with unequally many regions, and, for a model that writes, six answers. They are kept under the names
/// that exported models give to their inputs.
/// </summary>
internal static class RandomQuestions
{
    public const string Pieces = "input_ids", PieceMask = "attention_mask", Answers = "answers";
    public const string RegionMask = "visual_attention_mask", Boxes = "visual_pos", Pictures = "pixel_values";

    // [CLS] in the vocabulary of BERT.
    private const long First = 101;

    // Pieces of each question, regions of its picture, how many answers it has, and pieces of each of these.
    private static readonly int[] Words = [20, 14, 9, 3], Regions = [36, 30, 12, 1], Counts = [2, 1, 2, 1], AnswerWords = [6, 3, 4, 2, 6, 3];

    /// <summary>How many answers each question has.</summary>
    public static IReadOnlyList<int> AnswersOfEach => Counts;

    /// <summary>The question of each answer.</summary>
    public static int[] QuestionOfEach => [.. Counts.SelectMany((count, question) => Enumerable.Repeat(question, count))];

    /// <summary>What the backbone calls region features.</summary>
    public static string Features(BackboneConfig config) => config is LxmertConfig ? "visual_feats" : "visual_embeds";

    /// <summary>Draws; the same every time.</summary>
    public static IEnumerable<TensorEntry> Draw(BackboneConfig config)
    {
        SplitMix random = new(7);
        (int count, int words, int regions) = (Words.Length, Words.Max(), Regions.Max());
        yield return Ids(Pieces, Words);
        yield return Mask(PieceMask, Words);
        if (config is MplugConfig mplug)
        {
            yield return Floats(Pictures, random.Gaussian, count, 3, mplug.Vision.Resolution, mplug.Vision.Resolution);
            yield return Ids(Answers, AnswerWords);
            yield break;
        }
        yield return Floats(Features(config), random.Gaussian, count, regions, ((RegionBackboneConfig)config).FeatureSize);
        yield return Floats(Boxes, random.Unit, count, regions, 4);
        yield return Mask(RegionMask, Regions);

        // All begin with the same piece. 0 pads, and is none of the others.
        TensorEntry Ids(string name, int[] lengths) => TensorEntry.Of(
            name, [lengths.Length, lengths.Max()],
            Rows(lengths).Select((real, i) => i % lengths.Max() == 0 ? First : real ? 1L + random.Below(config.VocabularySize - 1) : 0).ToArray());
    }

    private static TensorEntry Mask(string name, int[] lengths) => TensorEntry.Of(name, [lengths.Length, lengths.Max()], Rows(lengths).Select(real => real ? 1L : 0).ToArray());

    private static IEnumerable<bool> Rows(int[] lengths) => lengths.SelectMany(length => Enumerable.Range(0, lengths.Max()).Select(place => place < length));

    private static TensorEntry Floats(string name, Func<double> draw, params long[] shape)
    {
        float[] values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++) values[i] = (float)draw();
        return TensorEntry.Of(name, shape, values);
    }
}
