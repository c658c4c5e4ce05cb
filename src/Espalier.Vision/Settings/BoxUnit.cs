namespace Espalier.Vision;

/// <summary>What a detector's boxes are measured in.</summary>
public enum BoxUnit
{
    /// <summary>Pixels of the picture as the model gets it, resized.</summary>
    Pixels,

    /// <summary>Fractions of width and height.</summary>
    Fraction,
}
