using System.Globalization;
using Espalier.Data;
using Espalier.Features;

namespace Espalier.Sources;

/// <summary>Describes a picture as the pictures of a data set were described. Safe to call from several threads.</summary>
/// <param name="form">How they were.</param>
public sealed class PictureDescriber(RegionForm form)
{
    private const int MaxBoxes = 1000;

    /// <summary>How the data set's pictures were described.</summary>
    public RegionForm Form => form;

    /// <summary>
    /// Describes a picture file. A picture of a prepared data set has the regions that are stored there. Another one is described in given boxes or
    /// by the data set's grid. Where a detector placed the regions, <see cref="RegionFinder"/> takes its place, and where nothing stands out the
    /// finest grid that has no more regions than the detector gives.
    /// </summary>
    /// <param name="path">PNG or JPEG.</param>
    /// <param name="boxes">Regions x 4 numbers, x1, y1, x2, y2 as fractions; null to find them.</param>
    /// <exception cref="InputException">The picture is damaged, a box is none, or the features were not made from pixels.</exception>
    public PictureRegions Describe(string path, IReadOnlyList<float>? boxes = null)
    {
        if (boxes is null && Stored(path) is { } stored) return stored;
        if (!form.IsOfPixels)
        {
            throw form.Onnx is { } made
                ? new InputException(path, "picture", $"no stored region features, and a model whose features were made by {made}",
                    "the ONNX model that made them, or a picture of a prepared data set, whose features are stored")
                : new InputException(path, "picture", "no stored region features, and a model whose features were not made from pixels by this version",
                    "a picture of a prepared data set, whose features are stored");
        }
        PixelImage image = ImageFile.Decode(path);
        if (boxes is not null) return InBoxes(image, boxes, "given");
        if (form.Grid is null && RegionFinder.Find(image, form.MaxRegions) is { Length: > 0 } found) return InBoxes(image, found, "found before a plain background");
        int grid = form.Grid ?? Math.Max(1, (int)Math.Sqrt(form.MaxRegions - 1));
        int regions = PixelFeaturizer.GridRegions(grid, grid);
        PictureRegions described = new(new float[regions * PixelFeaturizer.FeatureSize], new float[regions * 4],
            string.Create(CultureInfo.InvariantCulture, $"{grid} x {grid} grid and the whole{(form.Grid is null ? ", in place of a detector" : "")}"));
        PixelFeaturizer.DescribeGrid(image, grid, grid, described.Features, described.Boxes);
        return described;
    }

    private static PictureRegions InBoxes(PixelImage image, IReadOnlyList<float> boxes, string origin)
    {
        float[] corners = [.. boxes], features = new float[corners.Length / 4 * PixelFeaturizer.FeatureSize];
        bool valid = corners.Length is > 0 and <= MaxBoxes * 4 && corners.Length % 4 == 0;
        for (int i = 0; valid && i < corners.Length; i += 4) valid = corners[i] < corners[i + 2] && corners[i + 1] < corners[i + 3] && corners[i..(i + 4)].All(corner => corner is >= 0 and <= 1);
        if (!valid)
        {
            throw new InputException("boxes", "numbers", string.Join(' ', corners.Select(corner => corner.ToString(CultureInfo.InvariantCulture))),
                $"1 to {MaxBoxes} times x1 y1 x2 y2, fractions of width and height from 0 to 1, x1 < x2 and y1 < y2");
        }
        PixelFeaturizer.Describe(image, corners, features);
        return new PictureRegions(features, corners, string.Create(CultureInfo.InvariantCulture, $"{corners.Length / 4} {origin}"));
    }

    // A picture of a data set is ID.png in the folder that the data set's manifest names.
    private PictureRegions? Stored(string path)
    {
        string full = Path.GetFullPath(path);
        if (!File.Exists(full) || !long.TryParse(Path.GetFileNameWithoutExtension(full), NumberStyles.None, CultureInfo.InvariantCulture, out long id)) return null;
        string? images = Path.GetDirectoryName(full), folder = Path.GetDirectoryName(images);
        if (folder is null || !DatasetFolder.Exists(folder)) return null;
        DatasetFolder dataset = DatasetFolder.Open(folder);
        if (dataset.FeaturesPath is not { } file || dataset.ImagesPath is not { } own || Path.TrimEndingDirectorySeparator(own) != images) return null;
        using RegionFeatureStore store = RegionFeatureStore.Open(file);
        if (RegionForm.Of(dataset.Manifest, store) is var theirs
            && (theirs.FeatureSize, theirs.PixelVersion, theirs.Grid, theirs.Onnx) != (form.FeatureSize, form.PixelVersion, form.Grid, form.Onnx)) return null;
        return StoredRegions.Find(store, id, $"stored with {dataset.Manifest.Name}");
    }
}
