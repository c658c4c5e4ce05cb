namespace Espalier.Features;

/// <summary>Changes of tone: what RandAugment (Cubuk et al. 2020) does to colours rather than places.</summary>
public static class ToneChange
{
    /// <summary>Stretches each channel so that its darkest pixel is 0 and its lightest 255.</summary>
    public static PixelImage AutoContrast(PixelImage image) => ByChannel(image, counts =>
    {
        (int low, int high) = (Array.FindIndex(counts, n => n > 0), Array.FindLastIndex(counts, n => n > 0));
        return Table(value => low == high ? value : (value - low) * 255.0 / (high - low));
    });

    /// <summary>Makes the values of each channel as evenly frequent as a table of values can.</summary>
    public static PixelImage Equalize(PixelImage image) => ByChannel(image, counts =>
    {
        int last = counts.Last(n => n > 0), step = (counts.Sum() - last) / 255;
        if (step == 0) return Table(value => value);
        byte[] table = new byte[256];
        for (int value = 0, sum = step / 2; value < 256; sum += counts[value], value++) table[value] = (byte)Math.Min(sum / step, 255);
        return table;
    });

    /// <summary>Multiplies all values.</summary>
    public static PixelImage Brightness(PixelImage image, double factor) => ByChannel(image, _ => Table(value => value * factor));

    /// <summary>Moves each inner pixel away from the mean of its surroundings, in which it counts five times; a factor below 1 blurs.</summary>
    public static PixelImage Sharpness(PixelImage image, double factor)
    {
        byte[] result = image.Rgb.ToArray();
        int stride = image.Width * 3;
        for (int y = 1; y < image.Height - 1; y++)
        {
            for (int i = (y * stride) + 3; i < ((y + 1) * stride) - 3; i++)
            {
                ReadOnlySpan<byte> rgb = image.Rgb;
                int sum = 4 * rgb[i];
                for (int row = i - stride; row <= i + stride; row += stride) sum += rgb[row - 3] + rgb[row] + rgb[row + 3];
                result[i] = ToByte((factor * rgb[i]) + ((1 - factor) * sum / 13));
            }
        }
        return new PixelImage(image.Width, image.Height, result);
    }

    private static PixelImage ByChannel(PixelImage image, Func<int[], byte[]> tableOf)
    {
        byte[] result = image.Rgb.ToArray();
        for (int channel = 0; channel < 3; channel++)
        {
            int[] counts = new int[256];
            for (int i = channel; i < result.Length; i += 3) counts[result[i]]++;
            byte[] table = tableOf(counts);
            for (int i = channel; i < result.Length; i += 3) result[i] = table[result[i]];
        }
        return new PixelImage(image.Width, image.Height, result);
    }

    private static byte[] Table(Func<int, double> change) => [.. Enumerable.Range(0, 256).Select(value => ToByte(change(value)))];

    private static byte ToByte(double value) => (byte)Math.Clamp(value + 0.5, 0, 255);
}
