namespace Espalier.Features;

/// <summary>A picture in memory: rows from the top, three bytes (red, green, blue) a pixel, no padding. Never changes.</summary>
public sealed class PixelImage
{
    /// <summary>The longest side, in pixels, that a picture may have.</summary>
    public const int MaxSide = 16384;

    /// <summary>The most pixels that a picture may have (64 million, 192 MB).</summary>
    public const int MaxPixels = 1 << 26;

    private readonly byte[] _rgb;

    /// <summary>Takes over a buffer, which must not change afterwards.</summary>
    /// <param name="width">In pixels, 1 to <see cref="MaxSide"/>.</param>
    /// <param name="height">In pixels, 1 to <see cref="MaxSide"/>.</param>
    /// <param name="rgb">Exactly width x height x 3 bytes.</param>
    /// <exception cref="ArgumentException">The size is out of bounds or the buffer does not fit it.</exception>
    public PixelImage(int width, int height, byte[] rgb)
    {
        ArgumentNullException.ThrowIfNull(rgb);
        if (!IsAllowed(width, height)) throw new ArgumentException($"a picture cannot be {width} x {height} pixels", nameof(width));
        if (rgb.Length != width * height * 3)
            throw new ArgumentException($"{rgb.Length} bytes for {width} x {height} pixels of 3 bytes", nameof(rgb));
        (Width, Height, _rgb) = (width, height, rgb);
    }

    /// <summary>In pixels.</summary>
    public int Width { get; }

    /// <summary>In pixels.</summary>
    public int Height { get; }

    /// <summary>All pixels: <see cref="Height"/> rows of <see cref="Width"/> x 3 bytes.</summary>
    public ReadOnlySpan<byte> Rgb => _rgb;

    /// <summary>One row of pixels: <see cref="Width"/> x 3 bytes.</summary>
    public ReadOnlySpan<byte> Row(int y) => _rgb.AsSpan(y * Width * 3, Width * 3);

    /// <summary>Whether a picture may have this size.</summary>
    public static bool IsAllowed(long width, long height) =>
        width is > 0 and <= MaxSide && height is > 0 and <= MaxSide && width * height <= MaxPixels;
}
