namespace Espalier.Features;

/// <summary>What a store's header says.</summary>
/// <param name="Type">How features are kept.</param>
/// <param name="FeatureSize">Numbers a region.</param>
/// <param name="MaxRegions">The most regions of an image.</param>
/// <param name="ImageCount">Images, and so entries of the index.</param>
/// <param name="IndexOffset">Where the index starts.</param>
/// <param name="FileLength">Bytes of the whole file.</param>
/// <param name="RegionCount">Regions of all images.</param>
/// <param name="IndexChecksum">CRC-32C of the index.</param>
/// <param name="HasProvenance">Whether it is followed by what the features were made with.</param>
internal readonly record struct RegionStoreHeader(
    RegionFeatureType Type, int FeatureSize, int MaxRegions, long ImageCount, long IndexOffset, long FileLength, long RegionCount,
    uint IndexChecksum, bool HasProvenance);
