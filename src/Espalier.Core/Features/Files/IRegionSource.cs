namespace Espalier.Features;

/// <summary>Where region features come from: files in another format, or pictures and what describes them.</summary>
public interface IRegionSource : IDisposable
{
    /// <summary>What is converted, in a line: a conversion that was stopped goes on only where this is the same.</summary>
    string Origin { get; }

    /// <summary>What made the features, in a line that the store keeps; null where it is not known, as with files that others made.</summary>
    string? Provenance => null;

    /// <summary>Numbers of a region.</summary>
    /// <exception cref="InputException">The first image cannot be read.</exception>
    int FeatureSize { get; }

    /// <summary>What is counted: "MiB", "images".</summary>
    string Unit { get; }

    /// <summary>How much there is in all; 0 where that is not known before the end.</summary>
    long Total { get; }

    /// <summary>Bytes of features after which they are made safe from a kill: what has to be done again at most.</summary>
    long KeepEvery => 256L << 20;

    /// <summary>Reads all images, some at a time.</summary>
    /// <param name="done">Images that are not wanted any more.</param>
    /// <returns>Images, valid until the next are asked for, and how much has been read with them.</returns>
    /// <exception cref="InputException">An image cannot be read.</exception>
    IEnumerable<(IEnumerable<RegionRecord> Images, long Read)> Read(IReadOnlySet<long> done);
}
