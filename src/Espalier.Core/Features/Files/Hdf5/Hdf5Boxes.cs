namespace Espalier.Features;

/// <summary>Boxes as HDF5 files have them: rows that begin with x1, y1, x2, y2. With them an image is whole, and is looked at.</summary>
internal static class Hdf5Boxes
{
    /// <summary>Gives a record its boxes as fractions.</summary>
    /// <param name="record">Its features are there.</param>
    /// <param name="rows">At least as many rows.</param>
    /// <param name="columns">Numbers of a row, at least 4.</param>
    /// <param name="size">Width and height of the picture if boxes are in pixels; null if they are fractions.</param>
    /// <param name="wrong">Words what was found and what was expected.</param>
    /// <exception cref="InputException">A box is not within the picture, or nothing was written for the image.</exception>
    public static void Place(RegionRecord record, ReadOnlySpan<float> rows, int columns, (float Width, float Height)? size, Func<string, string, InputException> wrong)
    {
        for (int i = 0; i < record.Regions; i++) rows.Slice(i * columns, 4).CopyTo(record.Boxes[(i * 4)..]);
        // Room that a stopped writer had taken and not filled reads as zeros.
        bool features = record.Features.ContainsAnyExcept(0);
        if (!features || !record.Boxes.ContainsAnyExcept(0)) throw wrong($"{(features ? "boxes" : "features")} that are all 0", "an image that was written");
        (float width, float height) = size ?? (1, 1);
        if (!(width > 0 && height > 0)) throw wrong($"a picture of {width} x {height} pixels", "its size");
        record.Normalise(width, height);
        if (record.IsOutside) throw wrong("boxes outside the picture", size is null ? "fractions, or image_w and image_h beside boxes in pixels" : "boxes inside it");
    }
}
