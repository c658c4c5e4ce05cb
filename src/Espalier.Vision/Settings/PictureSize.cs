using System.Globalization;

namespace Espalier.Vision;

/// <summary>The size of a picture.</summary>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
public readonly record struct PictureSize(int Height, int Width)
{
    /// <summary>"480x640": height, then width, as in the shape of a tensor.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Height}x{Width}");
}
