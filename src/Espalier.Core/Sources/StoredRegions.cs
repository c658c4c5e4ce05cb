using System.Globalization;
using Espalier.Features;

namespace Espalier.Sources;

/// <summary>Looks up the regions of a picture whose features were made before.</summary>
public static class StoredRegions
{
    /// <summary>Whether a path is that of a file of one picture, which needs no id: npz or npy.</summary>
    public static bool IsOfOnePicture(string path) => RegionNumpyFile.IsOne(path) && !Directory.Exists(path);

    /// <summary>Reads the regions of a picture.</summary>
    /// <param name="path">A store, as <see cref="RegionFeatureWriter"/> writes it, a folder as <see cref="RegionNumpyFolder"/> takes it, or one file of such a folder.</param>
    /// <param name="imageId">The picture's id; not looked at in a file of one picture.</param>
    /// <param name="featureSize">Numbers of a region F.</param>
    /// <returns>Features [R, F] and boxes [R, 4], which are fractions of width and height.</returns>
    /// <exception cref="InputException">Nothing is there of the picture, its regions have other than F numbers, or a file is damaged.</exception>
    public static PictureRegions Read(string path, long imageId, int featureSize)
    {
        if (IsOfOnePicture(path))
        {
            RegionRecord record = new();
            RegionNumpyFile.Read(imageId, path, record);
            return Of(record, path, featureSize);
        }
        if (Directory.Exists(path))
        {
            using RegionNumpyFolder folder = new(path);
            return Of(folder.Find(imageId) ?? throw Missing(path, imageId), path, featureSize);
        }
        using RegionFeatureStore store = RegionFeatureStore.Open(path);
        Require(path, store.FeatureSize, featureSize);
        return Find(store, imageId, NameOf(path)) ?? throw Missing(path, imageId);
    }

    /// <summary>Finds the regions of a picture.</summary>
    /// <param name="features">Where they are.</param>
    /// <param name="imageId">The picture's id.</param>
    /// <param name="origin">What is said of them after their number: "of features.regions".</param>
    /// <returns>Features [R, F] and boxes [R, 4], or null if there are none.</returns>
    /// <exception cref="InputException">The store is damaged.</exception>
    public static PictureRegions? Find(IRegionFeatures features, long imageId, string origin)
    {
        if (!features.TryFind(imageId, out int index)) return null;
        (float[] all, float[] corners) = (new float[features.MaxRegions * features.FeatureSize], new float[features.MaxRegions * 4]);
        int count = features.Read(index, all, corners);
        return new PictureRegions(all[..(count * features.FeatureSize)], corners[..(count * 4)], Counted(count, origin));
    }

    private static PictureRegions Of(RegionRecord record, string path, int featureSize)
    {
        Require(path, record.FeatureSize, featureSize);
        if (record.IsOutside) throw new InputException(path, "boxes", "boxes outside the picture", "fractions, or image_w and image_h beside boxes in pixels");
        return new PictureRegions(record.Features.ToArray(), record.Boxes.ToArray(), Counted(record.Regions, NameOf(path)));
    }

    private static void Require(string path, int found, int expected)
    {
        if (found != expected) throw new InputException(path, "features", $"{found} numbers of a region", $"{expected}, as the model reads");
    }

    private static string NameOf(string path) => "of " + Path.GetFileName(Path.TrimEndingDirectorySeparator(path));

    private static string Counted(int regions, string origin) => string.Create(CultureInfo.InvariantCulture, $"{regions} {origin}");

    private static InputException Missing(string path, long imageId) => new(path, $"image {imageId}", "nothing", "its features");
}
