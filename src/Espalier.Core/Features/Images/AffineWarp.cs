namespace Espalier.Features;

/// <summary>Moves the pixels of a picture linearly, with bilinear interpolation; what comes from outside is grey. RandAugment (Cubuk et al. 2020) moves so.</summary>
public static class AffineWarp
{
    private const float Outside = 128;

    /// <summary>Pixel (x, y) of the result is what the picture has at (a x + b y + c, d x + e y + f), in pixels from the upper left one's centre.</summary>
    public static PixelImage Apply(PixelImage image, double a, double b, double c, double d, double e, double f)
    {
        ArgumentNullException.ThrowIfNull(image);
        byte[] result = new byte[image.Rgb.Length];
        for (int y = 0, at = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++, at += 3)
                Sample(image, (float)((a * x) + (b * y) + c), (float)((d * x) + (e * y) + f), result.AsSpan(at, 3));
        }
        return new PixelImage(image.Width, image.Height, result);
    }

    private static void Sample(PixelImage image, float x, float y, Span<byte> into)
    {
        float left = MathF.Floor(x), top = MathF.Floor(y);
        (float right, float low) = (x - left, y - top);
        for (int channel = 0; channel < 3; channel++)
        {
            float above = ((1 - right) * At((int)left, (int)top)) + (right * At((int)left + 1, (int)top));
            float below = ((1 - right) * At((int)left, (int)top + 1)) + (right * At((int)left + 1, (int)top + 1));
            into[channel] = (byte)(((1 - low) * above) + (low * below) + 0.5f);

            float At(int column, int row) =>
                column >= 0 && column < image.Width && row >= 0 && row < image.Height ? image.Row(row)[(column * 3) + channel] : Outside;
        }
    }
}
