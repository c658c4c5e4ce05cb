namespace Espalier.Features;

/// <summary>
/// Resizing as the usual image libraries of deep learning do it: a kernel, widened where a picture shrinks so that nothing is skipped, first along rows
/// and then along columns, rounded to 8 bits after each.
/// </summary>
internal static class SeparableResize
{
    /// <summary>Resizes a part of a picture, as if the part were all of it.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="left">First column of the part.</param>
    /// <param name="top">First row of the part.</param>
    /// <param name="partWidth">Columns of the part.</param>
    /// <param name="partHeight">Rows of the part.</param>
    /// <param name="width">Of the result, in pixels.</param>
    /// <param name="height">Of the result, in pixels.</param>
    /// <param name="kernel">The weight of a pixel so far from the centre.</param>
    /// <param name="support">How far the kernel reaches.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or not inside the picture, or the result is larger than pictures may be.</exception>
    public static PixelImage Apply(
        PixelImage image, int left, int top, int partWidth, int partHeight, int width, int height, Func<double, double> kernel, double support)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (left < 0 || partWidth < 1 || left + partWidth > image.Width) throw new ArgumentOutOfRangeException(nameof(left));
        if (top < 0 || partHeight < 1 || top + partHeight > image.Height) throw new ArgumentOutOfRangeException(nameof(top));
        if (!PixelImage.IsAllowed(width, height)) throw new ArgumentOutOfRangeException(nameof(width));
        Taps[] across = Weights(partWidth, width, kernel, support), down = Weights(partHeight, height, kernel, support);
        byte[] narrow = new byte[partHeight * width * 3], result = new byte[height * width * 3];
        for (int y = 0; y < partHeight; y++)
        {
            ReadOnlySpan<byte> row = image.Row(top + y).Slice(left * 3, partWidth * 3);
            for (int x = 0; x < width; x++)
            {
                for (int c = 0; c < 3; c++) narrow[(((y * width) + x) * 3) + c] = across[x].Sum(row[c..], 3);
            }
        }
        int stride = width * 3;
        for (int y = 0; y < height; y++)
        {
            for (int i = 0; i < stride; i++) result[(y * stride) + i] = down[y].Sum(narrow.AsSpan(i), stride);
        }
        return new PixelImage(width, height, result);
    }

    private static Taps[] Weights(int source, int target, Func<double, double> kernel, double support)
    {
        double scale = (double)source / target, widened = Math.Max(scale, 1), reach = support * widened;
        Taps[] taps = new Taps[target];
        for (int i = 0; i < target; i++)
        {
            double centre = (i + 0.5) * scale;
            int first = Math.Max(0, (int)(centre - reach + 0.5)), end = Math.Min(source, (int)(centre + reach + 0.5));
            double[] weights = new double[end - first];
            for (int k = 0; k < weights.Length; k++) weights[k] = kernel((first + k - centre + 0.5) / widened);
            double sum = weights.Sum();
            taps[i] = new Taps(first, [.. weights.Select(weight => (float)(weight / sum))]);
        }
        return taps;
    }

    private readonly record struct Taps(int First, float[] Weights)
    {
        public byte Sum(ReadOnlySpan<byte> values, int stride)
        {
            float sum = 0.5f;
            for (int k = 0, at = First * stride; k < Weights.Length; k++, at += stride) sum += Weights[k] * values[at];
            return (byte)Math.Clamp(sum, 0, 255);
        }
    }
}
