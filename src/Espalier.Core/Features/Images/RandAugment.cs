using Espalier.Numerics;

namespace Espalier.Features;

/// <summary>
/// RandAugment (Cubuk et al. 2020) with the operations that mPLUG trains with (Li et al. 2022; Si et al. 2023, code): some drawn from identity,
/// auto-contrast, equalise, brightness, sharpness, shear, translate and rotate, all at one strength.
/// </summary>
public sealed class RandAugment
{
    private const double Strongest = 10, MostShear = 0.3, MostDegrees = 30, MostPixels = 10;

    private readonly int _operations;
    private readonly double _strength;

    /// <summary>Fixes how much is done.</summary>
    /// <param name="operations">Operations on each picture, drawn with replacement.</param>
    /// <param name="strength">0 to 10.</param>
    public RandAugment(int operations = 2, int strength = 7)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(operations);
        ArgumentOutOfRangeException.ThrowIfNegative(strength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(strength, (int)Strongest);
        (_operations, _strength) = (operations, strength / Strongest);
    }

    /// <summary>Changes a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="random">Decides what is done.</param>
    public PixelImage Apply(PixelImage image, SplitMix random)
    {
        for (int i = 0; i < _operations; i++)
        {
            int operation = random.Below(10);
            double sign = random.Below(2) == 0 ? 1 : -1;
            image = Apply(image, operation, sign * _strength, (_strength * 1.8) + 0.1);
        }
        return image;
    }

    private static PixelImage Apply(PixelImage image, int operation, double signed, double enhancement) => operation switch
    {
        0 => image,
        1 => ToneChange.AutoContrast(image),
        2 => ToneChange.Equalize(image),
        3 => ToneChange.Brightness(image, enhancement),
        4 => ToneChange.Sharpness(image, enhancement),
        5 => AffineWarp.Apply(image, 1, -signed * MostShear, 0, 0, 1, 0),
        6 => AffineWarp.Apply(image, 1, 0, 0, -signed * MostShear, 1, 0),
        7 => AffineWarp.Apply(image, 1, 0, signed * MostPixels, 0, 1, 0),
        8 => AffineWarp.Apply(image, 1, 0, 0, 0, 1, signed * MostPixels),
        _ => Rotate(image, signed * MostDegrees * Math.PI / 180),
    };

    private static PixelImage Rotate(PixelImage image, double angle)
    {
        (double sin, double cos) = Math.SinCos(angle);
        (double x, double y) = (image.Width / 2.0, image.Height / 2.0);
        return AffineWarp.Apply(image, cos, -sin, x - (cos * x) + (sin * y), sin, cos, y - (sin * x) - (cos * y));
    }
}
