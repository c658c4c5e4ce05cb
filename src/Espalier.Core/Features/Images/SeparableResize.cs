namespace Espalier.Features;

/// <summary>
/// Resizing as the usual image libraries of deep learning do it: a kernel, widened where a picture shrinks so that nothing is skipped, first along rows
/// and then along columns, rounded to 8 bits after each.
/// </summary>
internal static class SeparableResize
{
    // Sums begin with it, so that cutting off rounds.
    private const float Rounding = 0.5f;

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
        int stride = width * 3;
        for (int y = 0; y < partHeight; y++) Across(image.Row(top + y).Slice(left * 3, partWidth * 3), across, narrow.AsSpan(y * stride, stride));
        float[] sums = new float[stride];
        for (int y = 0; y < height; y++) Down(narrow, down[y], sums, result.AsSpan(y * stride, stride));
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

    private static void Across(ReadOnlySpan<byte> row, Taps[] taps, Span<byte> into)
    {
        for (int x = 0, to = 0; x < taps.Length; x++, to += 3)
        {
            (float red, float green, float blue) = (Rounding, Rounding, Rounding);
            int at = taps[x].First * 3;
            foreach (float weight in taps[x].Weights)
            {
                red += weight * row[at];
                green += weight * row[at + 1];
                blue += weight * row[at + 2];
                at += 3;
            }
            (into[to], into[to + 1], into[to + 2]) = (Round(red), Round(green), Round(blue));
        }
    }

    // A row of sums at once, so that memory is read in its order.
    private static void Down(ReadOnlySpan<byte> rows, Taps taps, Span<float> sums, Span<byte> into)
    {
        sums.Fill(Rounding);
        for (int k = 0; k < taps.Weights.Length; k++)
        {
            float weight = taps.Weights[k];
            ReadOnlySpan<byte> row = rows.Slice((taps.First + k) * sums.Length, sums.Length);
            for (int i = 0; i < sums.Length; i++) sums[i] += weight * row[i];
        }
        for (int i = 0; i < into.Length; i++) into[i] = Round(sums[i]);
    }

    private static byte Round(float sumAndHalf) => (byte)Math.Clamp(sumAndHalf, 0, 255);

    private readonly record struct Taps(int First, float[] Weights);
}
