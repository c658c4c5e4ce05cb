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

    /// <summary>Adds a pixel with channels in [0, 1].</summary>
    internal static void Add(float r, float g, float b, float weight, Span<float> bins)
    {
        float max = MathF.Max(r, MathF.Max(g, b)), min = MathF.Min(r, MathF.Min(g, b)), chroma = max - min;
        float coloured = Ramp(chroma, 0.08f, 0.24f) * weight;
        AddInterpolated(weight - coloured, max * (Greys - 1), Greys, bins[(Hues * 3)..]);
        if (coloured <= 0) return;

        float sixth = max == r ? (g - b) / chroma : max == g ? ((b - r) / chroma) + 2 : ((r - g) / chroma) + 4;
        if (sixth < 0) sixth += 6;
        float pale = Ramp(min, 0.25f, 0.6f);
        float bright = Ramp(max, 0.4f, 0.75f);
        float hue = sixth * (Hues / 6f);
        AddInterpolated(coloured * (1 - pale) * (1 - bright), hue, Hues, bins[..Hues]);
        AddInterpolated(coloured * (1 - pale) * bright, hue, Hues, bins.Slice(Hues, Hues));
        AddInterpolated(coloured * pale, hue, Hues, bins.Slice(Hues * 2, Hues));
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
