using System.IO.Compression;

namespace Espalier.Features;

/// <summary>The NumPy file of one image, as <see cref="RegionNumpyFolder"/> describes it.</summary>
internal static class RegionNumpyFile
{
    private const string BoxesEnd = "_boxes.npy";

    /// <summary>Whether a path is that of such a file: not of boxes alone, which stand beside the features of an npy.</summary>
    public static bool IsOne(string path) => Path.GetExtension(path) is ".npz" or ".npy" && !path.EndsWith(BoxesEnd, StringComparison.Ordinal);

    /// <summary>Reads the image.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="path">The file.</param>
    /// <param name="record">Takes it.</param>
    /// <exception cref="InputException">The file cannot be read, or does not have an image's features and boxes.</exception>
    public static void Read(long id, string path, RegionRecord record)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (Path.GetExtension(path) == ".npz") ReadArchive((id, path), stream, record);
            else
            {
                string boxes = path[..^".npy".Length] + BoxesEnd;
                using FileStream other = File.OpenRead(boxes);
                Fill((id, path), record, NpyArray.Read(stream, path, "features"), NpyArray.Read(other, boxes, "boxes"), null);
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new InputException(path, "file", error.Message, "the features of an image, and its boxes", error);
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
        if (features.Shape.Count != 2 || !RegionRecord.Fits(features.Shape[0], features.Shape[1]) || boxes.Shape is not [_, 4] || boxes.Shape[0] != features.Shape[0])
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
