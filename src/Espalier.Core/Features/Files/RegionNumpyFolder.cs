using System.Globalization;
using System.IO.Compression;

namespace Espalier.Features;

/// <summary>
/// A folder with a NumPy file an image, named by its id ("42.npz", "COCO_train2014_000000000042.npz"). An npz has the features [R, F] as <c>features</c>
/// or <c>x</c> and the boxes [R, 4] as <c>boxes</c> or <c>bbox</c>: x1, y1, x2, y2 in pixels of <c>image_w</c> and <c>image_h</c>, or fractions where these
/// are not there. An npy has the features, and the boxes, as fractions, are in a second one: "42.npy" and "42_boxes.npy".
/// </summary>
/// <param name="folder">The folder; those below it are not looked into.</param>
public sealed class RegionNumpyFolder(string folder) : IRegionSource
{
    private const string BoxesEnd = "_boxes.npy";

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
            Decode(_files.Value[0], record);
            return record.FeatureSize;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<(IEnumerable<RegionRecord> Images, long Read)> Read(IReadOnlySet<long> done)
    {
        int next = 0;
        (long Id, string File)[] slots = new (long, string)[DecodedBlocks.Slots];
        foreach (IEnumerable<RegionRecord> images in DecodedBlocks.Run<RegionRecord>(Next, (slot, record) => !done.Contains(slots[slot].Id) && Decode(slots[slot], record)))
            yield return (images, next);

        bool Next(int slot)
        {
            if (next == _files.Value.Length) return false;
            slots[slot] = _files.Value[next++];
            return true;
        }
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
                .Where(file => Path.GetExtension(file) is ".npz" or ".npy" && !file.EndsWith(BoxesEnd, StringComparison.Ordinal))
                .Select(file => (RegionRecord.IdOfFile(file), file)).OrderBy(file => file.Item1).ThenBy(file => file.file, StringComparer.Ordinal),
        ];
        return files.Length > 0 ? files : throw new InputException(folder, "folder", "no npz or npy file", "one an image");
    }

    private static bool Decode((long Id, string File) image, RegionRecord record)
    {
        try
        {
            using FileStream stream = File.OpenRead(image.File);
            if (Path.GetExtension(image.File) == ".npz") ReadArchive(image, stream, record);
            else
            {
                string boxes = image.File[..^".npy".Length] + BoxesEnd;
                using FileStream other = File.OpenRead(boxes);
                Fill(image, record, NpyArray.Read(stream, image.File, "features"), NpyArray.Read(other, boxes, "boxes"), null);
            }
            return true;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new InputException(image.File, "file", error.Message, "the features of an image, and its boxes", error);
        }
    }

    private static void ReadArchive((long Id, string File) image, Stream stream, RegionRecord record)
    {
        using ZipArchive archive = new(stream, ZipArchiveMode.Read);
        NpyArray? width = Find("image_w", "width"), height = Find("image_h", "height");
        (float, float)? size = width is { Values.Length: 1 } && height is { Values.Length: 1 } ? (width.Values[0], height.Values[0]) : null;
        Fill(image, record, Find("features", "x") ?? throw Missing("features or x"), Find("boxes", "bbox") ?? throw Missing("boxes or bbox"), size);

        NpyArray? Find(params string[] names)
        {
            if (names.Select(name => archive.GetEntry(name + ".npy")).FirstOrDefault(entry => entry is not null) is not { } entry) return null;
            using Stream array = entry.Open();
            return NpyArray.Read(array, image.File, Path.GetFileNameWithoutExtension(entry.Name));
        }

        InputException Missing(string what) => new(image.File, "arrays", string.Join(", ", archive.Entries.Select(entry => entry.Name)), what);
    }

    private static void Fill((long Id, string File) image, RegionRecord record, NpyArray features, NpyArray boxes, (float Width, float Height)? size)
    {
        if (features.Shape is not [> 0 and <= RegionStoreFormat.MaxRegions, > 0 and <= RegionStoreFormat.MaxFeatureSize] || boxes.Shape is not [_, 4] || boxes.Shape[0] != features.Shape[0])
        {
            throw new InputException(image.File, "shapes", $"features [{string.Join(", ", features.Shape)}] and boxes [{string.Join(", ", boxes.Shape)}]",
                "features [R, F] and boxes [R, 4]");
        }
        record.Reset(image.Id, features.Shape[0], features.Shape[1]);
        features.Values.CopyTo(record.Features);
        boxes.Values.CopyTo(record.Boxes);
        if (size is { Width: > 0, Height: > 0 } pixels) record.Normalise(pixels.Width, pixels.Height);
        else record.Normalise(1, 1);
    }
}
