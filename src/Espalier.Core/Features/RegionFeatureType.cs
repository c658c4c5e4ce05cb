namespace Espalier.Features;

/// <summary>How a store keeps the numbers of its features. The values are part of the file format.</summary>
public enum RegionFeatureType
{
    /// <summary>Half precision, two bytes: enough for detector features, whose own error is larger.</summary>
    F16 = 1,

    /// <summary>Single precision, four bytes.</summary>
    F32 = 2,
}
