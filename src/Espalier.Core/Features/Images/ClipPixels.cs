namespace Espalier.Features;

/// <summary>Pixels as CLIP's vision encoders read them (Radford et al. 2021): each channel a plane, less its mean and divided by its deviation.</summary>
public static class ClipPixels
{
    private static readonly float[] Mean = [0.48145466f, 0.4578275f, 0.40821073f];
    private static readonly float[] Deviation = [0.26862954f, 0.26130258f, 0.27577711f];

    /// <summary>Writes the numbers of a picture.</summary>
    /// <param name="image">The picture, resized already.</param>
    /// <param name="destination">3 x height x width numbers: the planes of red, green and blue.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public static void Write(PixelImage image, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(image);
        int plane = image.Width * image.Height;
        if (destination.Length != 3 * plane) throw new ArgumentException($"{destination.Length} numbers for 3 x {image.Height} x {image.Width}", nameof(destination));
        ReadOnlySpan<byte> rgb = image.Rgb;
        for (int c = 0; c < 3; c++)
        {
            float scale = 1 / (255 * Deviation[c]), offset = Mean[c] / Deviation[c];
            Span<float> into = destination.Slice(c * plane, plane);
            for (int i = 0; i < plane; i++) into[i] = (rgb[(i * 3) + c] * scale) - offset;
        }
    }
}
