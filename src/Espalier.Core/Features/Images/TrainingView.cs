using Espalier.Numerics;

namespace Espalier.Features;

/// <summary>
/// The random view of a picture that mPLUG trains on (Li et al. 2022; Si et al. 2023, code): a part of 50 to 100 % of its area with sides at most 4 : 3,
/// resized, mirrored in half of the cases, then <see cref="RandAugment"/>(2, 7). Mirroring swaps left and right, also in pictures whose questions ask
/// for them, as the reference does.
/// </summary>
public sealed class TrainingView
{
    private const int Attempts = 10;
    private static readonly double WidestLog = Math.Log(4.0 / 3);

    private readonly RandAugment _augment = new();

    /// <summary>Makes a view.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="size">Width and height of the view, in pixels.</param>
    /// <param name="random">Decides the view.</param>
    public PixelImage Make(PixelImage image, int size, SplitMix random)
    {
        (int left, int top, int width, int height) = Part(image, random);
        PixelImage view = BicubicResize.Apply(image, left, top, width, height, size, size);
        if (random.Below(2) == 1) view = Mirror(view);
        return _augment.Apply(view, random);
    }

    private static (int Left, int Top, int Width, int Height) Part(PixelImage image, SplitMix random)
    {
        double area = (double)image.Width * image.Height;
        for (int i = 0; i < Attempts; i++)
        {
            double part = area * (0.5 + (0.5 * random.Unit())), ratio = Math.Exp(WidestLog * ((2 * random.Unit()) - 1));
            int width = (int)Math.Round(Math.Sqrt(part * ratio)), height = (int)Math.Round(Math.Sqrt(part / ratio));
            if (width < 1 || height < 1 || width > image.Width || height > image.Height) continue;
            return (random.Below(image.Width - width + 1), random.Below(image.Height - height + 1), width, height);
        }
        // A picture too long for such parts: its middle, as wide as allowed.
        int shorter = Math.Min(image.Width, image.Height), longest = Math.Max(1, shorter * 4 / 3);
        (int w, int h) = (Math.Min(image.Width, longest), Math.Min(image.Height, longest));
        return ((image.Width - w) / 2, (image.Height - h) / 2, w, h);
    }

    private static PixelImage Mirror(PixelImage image)
    {
        byte[] result = new byte[image.Rgb.Length];
        for (int y = 0, at = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            for (int x = image.Width - 1; x >= 0; x--, at += 3) row.Slice(x * 3, 3).CopyTo(result.AsSpan(at));
        }
        return new PixelImage(image.Width, image.Height, result);
    }
}
