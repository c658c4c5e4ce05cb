namespace Espalier.Features;

/// <summary>The images of an HDF5 file, whatever its layout.</summary>
internal interface IHdf5Images
{
    /// <summary>The images' ids, in the order of reading.</summary>
    IReadOnlyList<long> Ids { get; }

    /// <summary>Numbers of a region.</summary>
    /// <exception cref="InputException">The first image cannot be read.</exception>
    int FeatureSize { get; }

    /// <summary>Reads an image.</summary>
    /// <param name="index">Its place in <see cref="Ids"/>.</param>
    /// <param name="record">Receives it, its boxes as fractions of width and height.</param>
    /// <exception cref="InputException">It cannot be read, or is not as it must be.</exception>
    void Read(int index, RegionRecord record);
}
