namespace Espalier.Features;

/// <summary>Region features and boxes by image id, from a store on disk or from memory. Safe to read from several threads.</summary>
public interface IRegionFeatures
{
    /// <summary>Numbers per region (2048 for bottom-up features).</summary>
    int FeatureSize { get; }

    /// <summary>The most regions that any image has.</summary>
    int MaxRegions { get; }

    /// <summary>How many images there are.</summary>
    int ImageCount { get; }

    /// <summary>What the features were made with, in a line; null where that was not kept.</summary>
    string? Provenance => null;

    /// <summary>Finds an image's index in [0, <see cref="ImageCount"/>).</summary>
    bool TryFind(long imageId, out int index);

    /// <summary>Reads one image and returns its number of regions r; the rest of the spans is set to zero.</summary>
    /// <param name="index">From <see cref="TryFind"/>.</param>
    /// <param name="features">At least <see cref="MaxRegions"/> x <see cref="FeatureSize"/> numbers, row by row.</param>
    /// <param name="boxes">At least <see cref="MaxRegions"/> x 4 numbers: x1, y1, x2, y2 as fractions of width and height.</param>
    int Read(int index, Span<float> features, Span<float> boxes);
}
