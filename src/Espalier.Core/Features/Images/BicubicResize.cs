namespace Espalier.Features;

/// <summary>
/// Bicubic resizing as the usual image libraries of deep learning do it: Keys' kernel (Keys 1981) with a = -0.5, widened where a picture shrinks so that nothing is
/// skipped, first along rows and then along columns, rounded to 8 bits after each.
/// </summary>
public static class BicubicResize
{
    private const double Support = 2, A = -0.5;

    /// <summary>Resizes a picture, whatever its proportions.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Of the result, in pixels.</param>
    /// <param name="height">Of the result, in pixels.</param>
    public static PixelImage Apply(PixelImage image, int width, int height) => Apply(image, 0, 0, image.Width, image.Height, width, height);

    /// <summary>Resizes a part of a picture, as if the part were all of it.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="left">First column of the part.</param>
    /// <param name="top">First row of the part.</param>
    /// <param name="partWidth">Columns of the part.</param>
    /// <param name="partHeight">Rows of the part.</param>
    /// <param name="width">Of the result, in pixels.</param>
    /// <param name="height">Of the result, in pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or not inside the picture, or the result is larger than pictures may be.</exception>
    public static PixelImage Apply(PixelImage image, int left, int top, int partWidth, int partHeight, int width, int height) =>
        SeparableResize.Apply(image, left, top, partWidth, partHeight, width, height, Kernel, Support);

    private static double Kernel(double x)
    {
        x = Math.Abs(x);
        if (x < 1) return ((((A + 2) * x) - (A + 3)) * x * x) + 1;
        return x < 2 ? ((((x - 5) * x) + 8) * x - 4) * A : 0;
    }
}
