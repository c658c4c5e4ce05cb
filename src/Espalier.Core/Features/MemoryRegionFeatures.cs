namespace Espalier.Features;

/// <summary>Region features in memory, for a few images that were just described. Add first; then any number of threads may read.</summary>
/// <param name="featureSize">Numbers a region.</param>
/// <param name="maxRegions">The most regions that an image may have.</param>
public sealed class MemoryRegionFeatures(int featureSize, int maxRegions) : IRegionFeatures
{
    private readonly Dictionary<long, int> _indices = [];
    private readonly List<(float[] Features, float[] Boxes)> _images = [];

    /// <inheritdoc/>
    public int FeatureSize => featureSize;

    /// <inheritdoc/>
    public int MaxRegions => maxRegions;

    /// <inheritdoc/>
    public int ImageCount => _images.Count;

    /// <summary>Adds an image with a copy of its numbers.</summary>
    /// <param name="imageId">Its id, not added before.</param>
    /// <param name="features">Regions x <see cref="FeatureSize"/> numbers.</param>
    /// <param name="boxes">Regions x 4 numbers: x1, y1, x2, y2 as fractions.</param>
    /// <exception cref="ArgumentException">The id came before, or the lengths do not go together.</exception>
    public void Add(long imageId, ReadOnlySpan<float> features, ReadOnlySpan<float> boxes)
    {
        int regions = boxes.Length / 4;
        if (boxes.Length % 4 != 0 || regions < 1 || regions > maxRegions)
            throw new ArgumentException($"1 to {maxRegions} boxes of 4 numbers are needed", nameof(boxes));
        if (features.Length != regions * featureSize)
            throw new ArgumentException($"{regions} x {featureSize} numbers are needed", nameof(features));
        _indices.Add(imageId, _images.Count);
        _images.Add((features.ToArray(), boxes.ToArray()));
    }

    /// <inheritdoc/>
    public bool TryFind(long imageId, out int index) => _indices.TryGetValue(imageId, out index);

    /// <inheritdoc/>
    public int Read(int index, Span<float> features, Span<float> boxes)
    {
        (float[] own, float[] ownBoxes) = _images[index];
        own.CopyTo(features);
        ownBoxes.CopyTo(boxes);
        features[own.Length..].Clear();
        boxes[ownBoxes.Length..].Clear();
        return ownBoxes.Length / 4;
    }
}
