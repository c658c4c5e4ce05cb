using System.Globalization;

namespace Espalier.Features;

/// <summary>
/// A folder with a NumPy file an image, named by its id ("42.npz", "COCO_train2014_000000000042.npz"). An npz has the features [R, F] as <c>features</c>
/// or <c>x</c> and the boxes [R, 4] as <c>boxes</c> or <c>bbox</c>: x1, y1, x2, y2 in pixels of <c>image_w</c> and <c>image_h</c>, or fractions where these
/// are not there. An npy has the features, and the boxes, as fractions, are in a second one: "42.npy" and "42_boxes.npy".
/// </summary>
/// <param name="folder">The folder; those below it are not looked into.</param>
public sealed class RegionNumpyFolder(string folder) : IRegionSource
{
    private readonly Lazy<(long Id, string File)[]> _files = new(() => Files(folder));

    /// <inheritdoc/>
    public string Origin => string.Create(CultureInfo.InvariantCulture, $"numpy 1: {Path.GetFullPath(folder)}, {_files.Value.Length} images");

    /// <inheritdoc/>
    public string Unit => "images";

    /// <inheritdoc/>
    public long Total => _files.Value.Length;

    /// <inheritdoc/>
    public int FeatureSize
    {
        get
        {
            RegionRecord record = new();
            RegionNumpyFile.Read(_files.Value[0].Id, _files.Value[0].File, record);
            return record.FeatureSize;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<(IEnumerable<RegionRecord> Images, long Read)> Read(IReadOnlySet<long> done)
    {
        int next = 0;
        (long Id, string File)[] slots = new (long, string)[DecodedBlocks.Slots];
        foreach (IEnumerable<RegionRecord> images in DecodedBlocks.Run<RegionRecord>(Next, Decode))
            yield return (images, next);

        bool Next(int slot)
        {
            if (next == _files.Value.Length) return false;
            slots[slot] = _files.Value[next++];
            return true;
        }

        bool Decode(int slot, RegionRecord record)
        {
            if (done.Contains(slots[slot].Id)) return false;
            RegionNumpyFile.Read(slots[slot].Id, slots[slot].File, record);
            return true;
        }
    }

    /// <summary>Reads one image.</summary>
    /// <param name="imageId">Its id; of several files, the first by name.</param>
    /// <returns>The image, or null if there is no file of it.</returns>
    /// <exception cref="InputException">The folder or the file cannot be read.</exception>
    public RegionRecord? Find(long imageId)
    {
        if (_files.Value.FirstOrDefault(file => file.Id == imageId).File is not { } file) return null;
        RegionRecord record = new();
        RegionNumpyFile.Read(imageId, file, record);
        return record;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Each file is closed when it has been read.
    }

    private static (long Id, string File)[] Files(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException(folder, "folder", "nothing", "a folder with an npz or npy file an image");
        (long Id, string File)[] files =
        [
            .. Directory.EnumerateFiles(folder)
                .Where(RegionNumpyFile.IsOne)
                .Select(file => (RegionRecord.IdOfFile(file), file)).OrderBy(file => file.Item1).ThenBy(file => file.file, StringComparer.Ordinal),
        ];
        return files.Length > 0 ? files : throw new InputException(folder, "folder", "no npz or npy file", "one an image");
    }
}
