using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Espalier.Features;

/// <summary>
/// HDF5 files of region features, as conversions of bottom-up attention are published: all images in one array ("image_features" [N, 36, 2048]), packed
/// regions ([T, 2048] with "pos_boxes"), or a group an image. Which image is in which row is told by an array "image_ids" or by an id map.
/// </summary>
/// <param name="files">The files, in order, at least one.</param>
/// <param name="idMaps">
/// An id map for each file, JSON or a pickle: a dictionary from id to row, or a list of ids. None looks for ids in a file and beside it:
/// "train36_imgid2idx.json" or ".pkl" for "train36.hdf5".
/// </param>
[RequiresUnreferencedCode(Hdf5File.Reflection)]
[RequiresDynamicCode(Hdf5File.Reflection)]
public sealed class RegionHdf5Files(IReadOnlyList<string> files, IReadOnlyList<string> idMaps) : IRegionSource
{
    // Listing the groups of a large file takes a minute, so files stay open.
    private readonly List<Hdf5File> _open = [];
    private IHdf5Images[]? _images;

    /// <inheritdoc/>
    public string Origin => "hdf5 1: " + string.Join(", ", files.Concat(files.Select((file, i) => Map(i) ?? ImageRows.Beside(file)).OfType<string>())
        .Select(file => new FileInfo(file))
        .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.FullName} {(file.Exists ? file.Length : 0)} {file.LastWriteTimeUtc.Ticks}")));

    /// <inheritdoc/>
    public string Unit => "images";

    /// <inheritdoc/>
    public long Total => Images().Sum(images => (long)images.Ids.Count);

    /// <inheritdoc/>
    public int FeatureSize => Images()[0].FeatureSize;

    /// <inheritdoc/>
    public IEnumerable<(IEnumerable<RegionRecord> Images, long Read)> Read(IReadOnlySet<long> done)
    {
        RegionRecord[] slots = [.. Enumerable.Range(0, DecodedBlocks.Slots).Select(_ => new RegionRecord())];
        long before = 0;
        foreach (IHdf5Images source in Images())
        {
            int next = 0;
            foreach (IEnumerable<RegionRecord> images in DecodedBlocks.Run<RegionRecord>(Next, Decode)) yield return (images, before + next);
            before += source.Ids.Count;

            bool Next(int slot)
            {
                while (next < source.Ids.Count && done.Contains(source.Ids[next])) next++;
                if (next == source.Ids.Count) return false;
                source.Read(next++, slots[slot]);
                return true;
            }
        }

        bool Decode(int slot, RegionRecord record)
        {
            record.CopyFrom(slots[slot]);
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Hdf5File file in _open) file.Dispose();
        _open.Clear();
        _images = null;
    }

    private string? Map(int file) => idMaps.Count == 0 ? null : idMaps[file];

    private IHdf5Images[] Images()
    {
        if (_images is not null) return _images;
        if (idMaps.Count > 0 && idMaps.Count != files.Count)
            throw new InputException(idMaps[0], "id maps", $"{idMaps.Count} for {files.Count} files", "one for each file, or none");
        return _images = [.. files.Select((file, i) => Look(file, Map(i)))];
    }

    private IHdf5Images Look(string path, string? idMap)
    {
        Hdf5File file = Hdf5File.Open(path);
        _open.Add(file);
        if (file.Find(null, Hdf5Names.Features) is { } features) return new Hdf5Rows(file, features, idMap);
        return idMap is null ? new Hdf5Groups(file) : throw new InputException(idMap, "id map", "one", "none, as the file's groups are named by the images' ids");
    }
}
