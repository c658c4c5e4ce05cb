using System.Runtime.CompilerServices;

namespace Espalier.Features;

/// <summary>
/// A region of a picture resampled to <see cref="Side"/> x <see cref="Side"/> pixels by area, as floats in [0, 1]. All sums run in
/// one fixed order with plain multiplications and additions, so that every machine computes the same bits.
/// </summary>
internal ref struct RegionCrop
{
    internal const int Side = 24;
    internal const int Length = Side * Side * 3;

    private RegionCrop(Span<float> rgb) => Rgb = rgb;

    /// <summary><see cref="Side"/> rows of <see cref="Side"/> x (red, green, blue).</summary>
    internal ReadOnlySpan<float> Rgb { get; }

    /// <summary>Resamples a box, which is cut to the picture and widened to one pixel.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="box">x1, y1, x2, y2 as fractions of width and height.</param>
    /// <param name="buffer">At least <see cref="Length"/> numbers, which the crop keeps using.</param>
    [SkipLocalsInit]
    internal static RegionCrop Take(PixelImage image, ReadOnlySpan<float> box, Span<float> buffer)
    {
        (float left, float width) = Extent(box[0], box[2], image.Width);
        (float top, float height) = Extent(box[1], box[3], image.Height);
        Span<float> rgb = buffer[..Length];
        rgb.Clear();
        Span<float> row = stackalloc float[Side * 3];
        int loaded = -1;
        for (int y = 0; y < Side; y++)
        {
            float from = top + (height * y / Side), to = top + (height * (y + 1) / Side);
            Span<float> target = rgb.Slice(y * Side * 3, Side * 3);
            float scale = 1f / (255f * (to - from));
            for (int source = (int)from; source < to && source < image.Height; source++)
            {
                float overlap = (MathF.Min(to, source + 1) - MathF.Max(from, source)) * scale;
                if (source != loaded) ResampleRow(image.Row(source), left, width, row);
                loaded = source;
                for (int i = 0; i < target.Length; i++) target[i] += overlap * row[i];
            }
        }
        return new RegionCrop(rgb);
    }

    private static void ResampleRow(ReadOnlySpan<byte> pixels, float left, float width, Span<float> row)
    {
        for (int x = 0; x < Side; x++)
        {
            float from = left + (width * x / Side), to = left + (width * (x + 1) / Side);
            float scale = 1f / (to - from);
            float r = 0, g = 0, b = 0;
            for (int source = (int)from; source < to && source * 3 < pixels.Length; source++)
            {
                float overlap = (MathF.Min(to, source + 1) - MathF.Max(from, source)) * scale;
                r += overlap * pixels[source * 3];
                g += overlap * pixels[(source * 3) + 1];
                b += overlap * pixels[(source * 3) + 2];
            }
            (row[x * 3], row[(x * 3) + 1], row[(x * 3) + 2]) = (r, g, b);
        }
    }

    private static (float Start, float Size) Extent(float from, float to, int pixels)
    {
        float start = Math.Clamp(from, 0f, 1f) * pixels, end = Math.Clamp(to, 0f, 1f) * pixels;
        if (end - start >= 1) return (start, end - start);
        start = Math.Clamp(((start + end) / 2) - 0.5f, 0, pixels - 1);
        return (start, 1);
    }
}
