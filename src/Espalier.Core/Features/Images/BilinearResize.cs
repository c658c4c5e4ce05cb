namespace Espalier.Features;

/// <summary>
/// Bilinear resizing as Pillow does it: a triangle, widened where a picture shrinks so that nothing is skipped, first along rows and then along columns,
/// rounded to 8 bits after each.
/// </summary>
public static class BilinearResize
{
    /// <summary>Resizes a picture, whatever its proportions.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Of the result, in pixels.</param>
    /// <param name="height">Of the result, in pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The result is larger than pictures may be.</exception>
    public static PixelImage Apply(PixelImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        return SeparableResize.Apply(image, 0, 0, image.Width, image.Height, width, height, x => Math.Max(0, 1 - Math.Abs(x)), 1);
    }
}
