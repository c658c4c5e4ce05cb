namespace Espalier.Features;

/// <summary>
/// A soft histogram of colour names: <see cref="Hues"/> hues in three tones (dark, vivid, pale) and <see cref="Greys"/> greys from black to
/// white. Each pixel is shared among neighbouring bins, so that a small change of colour changes the histogram a little. Brown is a
/// dark orange and pink a pale red here, which is why the tones are needed beside the hues.
/// </summary>
internal static class ColourHistogram
{
    internal const int Hues = 12;
    internal const int Greys = 4;
    internal const int Bins = (Hues * 3) + Greys;

    /// <summary>Adds a pixel with channels in [0, 1] to two histograms, with a weight in each.</summary>
    internal static void Add(float r, float g, float b, float weight, Span<float> bins, float otherWeight, Span<float> otherBins)
    {
        float max = MathF.Max(r, MathF.Max(g, b)), min = MathF.Min(r, MathF.Min(g, b)), chroma = max - min;
        float coloured = Ramp(chroma, 0.08f, 0.24f), hue = 0;
        if (coloured > 0)
        {
            float sixth = max == r ? (g - b) / chroma : max == g ? ((b - r) / chroma) + 2 : ((r - g) / chroma) + 4;
            hue = (sixth < 0 ? sixth + 6 : sixth) * (Hues / 6f);
        }
        float pale = Ramp(min, 0.25f, 0.6f), bright = Ramp(max, 0.4f, 0.75f);
        AddTo(bins, weight);
        AddTo(otherBins, otherWeight);

        void AddTo(Span<float> target, float all)
        {
            float own = coloured * all;
            AddInterpolated(all - own, max * (Greys - 1), Greys, target[(Hues * 3)..]);
            if (own <= 0) return;
            AddInterpolated(own * (1 - pale) * (1 - bright), hue, Hues, target[..Hues]);
            AddInterpolated(own * (1 - pale) * bright, hue, Hues, target.Slice(Hues, Hues));
            AddInterpolated(own * pale, hue, Hues, target.Slice(Hues * 2, Hues));
        }
    }

    /// <summary>
    /// Shares a weight between the bins on both sides of a place; the hues' circle closes, the greys' last bin is never passed.
    /// </summary>
    private static void AddInterpolated(float weight, float place, int count, Span<float> bins)
    {
        int low = Math.Min((int)place, count - 1), high = low + 1 == count ? 0 : low + 1;
        float share = place - low;
        bins[low] += weight * (1 - share);
        bins[high] += weight * share;
    }

    private static float Ramp(float value, float from, float to) => Math.Clamp((value - from) / (to - from), 0f, 1f);
}
