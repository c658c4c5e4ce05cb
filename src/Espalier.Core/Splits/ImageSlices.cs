using Espalier.Numerics;

namespace Espalier.Splits;

/// <summary>Takes random slices out of a set of questions, an image with all its questions at a time.</summary>
internal static class ImageSlices
{
    /// <summary>Takes slices, one after the other, each about a share of all the questions.</summary>
    /// <param name="pool">All questions.</param>
    /// <param name="questions">Indices of those to take from, ascending.</param>
    /// <param name="shares">The share of each slice.</param>
    /// <param name="random">Decides the order of images.</param>
    /// <returns>The slices, each ascending.</returns>
    internal static int[][] Take(LabelledPool pool, int[] questions, double[] shares, SplitMix random)
    {
        int[][] byImage =
            [.. questions.GroupBy(i => pool.Examples[i].ImageId).OrderBy(image => image.Key).Select(image => image.ToArray())];
        random.Shuffle<int[]>(byImage);
        int[][]? slices = Fill(byImage, questions.Length, shares);
        if (slices is not null) return slices;
        int[][] single = [.. questions.Select(i => new[] { i })];
        random.Shuffle<int[]>(single);
        return Fill(single, questions.Length, shares) ?? [.. shares.Select(_ => Array.Empty<int>())];
    }

    /// <summary>Fills slices with whole bundles; null if the bundles are too large to come near a share.</summary>
    private static int[][]? Fill(int[][] bundles, int total, double[] shares)
    {
        var slices = new int[shares.Length][];
        int next = 0;
        for (int s = 0; s < shares.Length; s++)
        {
            double target = shares[s] * total;
            var slice = new List<int>();
            while (next < bundles.Length && slice.Count + (bundles[next].Length / 2.0) <= target) slice.AddRange(bundles[next++]);
            if (Math.Abs(slice.Count - target) > target / 2) return null;
            slices[s] = [.. slice.Order()];
        }
        return slices;
    }
}
