using System.Diagnostics.CodeAnalysis;
using PureHDF.VOL.Native;

namespace Espalier.Features;

/// <summary>
/// A group an image, named by its id, with features [R, F] and boxes: <c>spatial_features</c>, or else pixels if there are <c>img_w</c> and
/// <c>img_h</c>, or else fractions. <c>num_boxes</c> may say that fewer than R regions are meant.
/// </summary>
[RequiresUnreferencedCode(Hdf5File.Reflection)]
[RequiresDynamicCode(Hdf5File.Reflection)]
internal sealed class Hdf5Groups : IHdf5Images
{
    private readonly Hdf5File _file;
    private readonly IReadOnlyList<NativeGroup> _groups;

    /// <summary>Lists the groups.</summary>
    /// <exception cref="InputException">There are none, or one is not named by an image's id.</exception>
    public Hdf5Groups(Hdf5File file)
    {
        _file = file;
        _groups = file.Groups();
        if (_groups.Count == 0)
            throw new InputException(file.Path, "arrays", "neither features nor groups", $"{string.Join(" or ", Hdf5Names.Features)}, or a group for each image");
        Ids = [.. _groups.Select(group => RegionRecord.IdOf(group.Name) ?? throw new InputException(file.Path, $"group {group.Name}", "that name", "an image's id, or a name that ends in one"))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<long> Ids { get; }

    /// <inheritdoc/>
    public int FeatureSize
    {
        get
        {
            RegionRecord record = new();
            Read(0, record);
            return record.FeatureSize;
        }
    }

    /// <inheritdoc/>
    public void Read(int index, RegionRecord record)
    {
        NativeGroup group = _groups[index];
        Hdf5Array features = Find(Hdf5Names.Features), boxes = Find([.. Hdf5Names.Fractions, .. Hdf5Names.Boxes]);
        if (features.Shape.Length != 2 || !RegionRecord.Fits(features.Rows, features.RowNumbers))
            throw features.Wrong(features.Text, "[regions, numbers]");
        if (boxes.Shape is not [_, >= 4 and <= 16] || boxes.Rows != features.Rows) throw boxes.Wrong(boxes.Text, $"four numbers for each of {features.Rows} regions");
        int regions = (int)(Number(Hdf5Names.Counts) ?? features.Rows), columns = boxes.RowNumbers;
        if (regions < 1 || regions > features.Rows) throw Wrong($"{regions} regions", $"1 to {features.Rows}");
        record.Reset(Ids[index], regions, features.RowNumbers);
        float[] numbers = new float[features.Rows * features.RowNumbers], corners = new float[boxes.Rows * columns];
        features.Read(0, numbers);
        boxes.Read(0, corners);
        numbers.AsSpan(0, record.Features.Length).CopyTo(record.Features);
        bool inPixels = !boxes.Name.EndsWith(Hdf5Names.Fractions[0], StringComparison.Ordinal);
        (float, float)? size = inPixels && Number(Hdf5Names.Widths) is { } width && Number(Hdf5Names.Heights) is { } height ? (width, height) : null;
        Hdf5Boxes.Place(record, corners, columns, size, Wrong);

        Hdf5Array Find(string[] names) => _file.Find(group, names) ?? throw Wrong("not all arrays", string.Join(" or ", names));

        float? Number(string[] names)
        {
            if (_file.Find(group, names) is not { } array) return null;
            if (array.Rows * array.RowNumbers != 1) throw array.Wrong(array.Text, "one number");
            float[] value = new float[1];
            array.Read(0, value);
            return value[0];
        }

        InputException Wrong(string found, string expected) => new(_file.Path, $"group {group.Name}", found, expected);
    }
}
