using System.Diagnostics.CodeAnalysis;

namespace Espalier.Features;

/// <summary>
/// All images in one array: features [N, R, F], an image a row, of which <c>num_boxes</c> [N] may say that fewer than R are meant; or packed, features
/// [T, F] with <c>pos_boxes</c> [N, 2], the first of an image's regions and the one after its last. Boxes are <c>spatial_features</c>, or else pixels
/// if there are <c>image_w</c> and <c>image_h</c> [N], or else fractions.
/// </summary>
[RequiresUnreferencedCode(Hdf5File.Reflection)]
[RequiresDynamicCode(Hdf5File.Reflection)]
internal sealed class Hdf5Rows : IHdf5Images
{
    private readonly string _path;
    private readonly Hdf5Array _features, _boxes;
    private readonly long[]? _spans, _counts;
    private readonly float[]? _widths, _heights;
    private readonly long[] _rows;
    private float[] _featureBuffer = [], _boxBuffer = [];

    /// <summary>Looks at the arrays and reads the small ones.</summary>
    /// <param name="file">The file.</param>
    /// <param name="features">Its features.</param>
    /// <param name="idMap">A file of ids; null looks for ids in the file and beside it.</param>
    /// <exception cref="InputException">Arrays are missing or do not go together.</exception>
    public Hdf5Rows(Hdf5File file, Hdf5Array features, string? idMap)
    {
        (_path, _features) = (file.Path, features);
        _boxes = file.Find(null, [.. Hdf5Names.Fractions, .. Hdf5Names.Boxes])
            ?? throw new InputException(file.Path, "arrays", "no boxes", string.Join(" or ", [.. Hdf5Names.Fractions, .. Hdf5Names.Boxes]));
        int axes = features.Shape.Length;
        if (axes is not (2 or 3) || !RegionRecord.Fits(axes == 3 ? features.Shape[1] : 1, features.Shape[^1]))
            throw features.Wrong(features.Text, "[images, regions, numbers], or [regions, numbers] with pos_boxes");
        if (_boxes.Shape.Length != axes || _boxes.Shape[^1] is not (>= 4 and <= 16) || !_boxes.Shape.AsSpan(..^1).SequenceEqual(features.Shape.AsSpan(..^1)))
            throw _boxes.Wrong(_boxes.Text, $"four numbers for each region of {features.Text}");
        if (axes == 2)
        {
            Hdf5Array spans = file.Find(null, Hdf5Names.Spans) ?? throw new InputException(file.Path, "arrays", "no pos_boxes", "the regions of each image, [images, 2]");
            if (spans.Shape is not [_, 2]) throw spans.Wrong(spans.Text, "[images, 2]");
            _spans = spans.ReadIntegers();
            long named = 0;
            for (long row = 0; row < _spans.Length / 2; row++) named += Place(row).Read;
            // Or a few kilobytes of them would make a store of gigabytes.
            if (named > features.Rows) throw spans.Wrong($"{named} regions in all", $"each of the {features.Rows} that there are for one image");
        }
        int images = (int)(_spans?.Length / 2 ?? features.Rows);
        _counts = axes == 3 && PerImage(file, Hdf5Names.Counts, images) is { } counts ? counts.ReadIntegers() : null;
        (_widths, _heights) = (Sizes(file, Hdf5Names.Widths, images), Sizes(file, Hdf5Names.Heights, images));
        (long Id, int Row)[] ids = ImageRows.Of(file, idMap, images);
        (Ids, _rows) = ([.. ids.Select(image => image.Id)], [.. ids.Select(image => (long)image.Row)]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<long> Ids { get; }

    /// <inheritdoc/>
    public int FeatureSize => (int)_features.Shape[^1];

    /// <inheritdoc/>
    public void Read(int index, RegionRecord record)
    {
        (long row, int columns) = (_rows[index], (int)_boxes.Shape[^1]);
        (long first, long regions, int read) = Place(row);
        if (!RegionRecord.Fits(regions, FeatureSize)) throw Wrong($"{regions} regions", $"1 to {Math.Min(RegionRecord.MaxRegions, RegionRecord.MaxNumbers / FeatureSize)}");
        record.Reset(Ids[index], (int)regions, FeatureSize);
        Rows(_features, first, read * FeatureSize, ref _featureBuffer).Span[..record.Features.Length].CopyTo(record.Features);
        bool inPixels = !Hdf5Names.Fractions.Contains(_boxes.Name) && _widths is not null && _heights is not null;
        Hdf5Boxes.Place(record, Rows(_boxes, first, read * columns, ref _boxBuffer).Span, columns, inPixels ? (_widths![row], _heights![row]) : null, Wrong);

        InputException Wrong(string found, string expected) => new(_path, $"image {Ids[index]} (row {row})", found, expected);
    }

    /// <summary>Where an image is: the first row, its regions, and how many regions the rows have.</summary>
    private (long First, long Regions, int Read) Place(long row)
    {
        if (_spans is null) return (row, Math.Min(_counts?[row] ?? long.MaxValue, (long)_features.Shape[1]), (int)_features.Shape[1]);
        (long first, long end) = (_spans[2 * row], _spans[(2 * row) + 1]);
        if (first < 0 || end > _features.Rows || end - first > RegionStoreFormat.MaxRegions)
            throw new InputException(_path, $"pos_boxes, row {row}", $"{first} to {end}", $"regions of the {_features.Rows} that there are");
        return (first, end - first, (int)Math.Max(0, end - first));
    }

    private static ReadOnlyMemory<float> Rows(Hdf5Array array, long first, int numbers, ref float[] buffer)
    {
        if (buffer.Length < numbers) buffer = new float[numbers];
        array.Read(first, buffer.AsMemory(0, numbers));
        return buffer.AsMemory(0, numbers);
    }

    private static float[]? Sizes(Hdf5File file, string[] names, int images)
    {
        if (PerImage(file, names, images) is not { } array) return null;
        float[] sizes = new float[images];
        array.Read(0, sizes);
        return sizes;
    }

    private static Hdf5Array? PerImage(Hdf5File file, string[] names, int images) => file.Find(null, names) is not { } array ? null
        : array.Rows == images && array.RowNumbers == 1 ? array : throw array.Wrong(array.Text, $"a number for each of {images} images");
}
