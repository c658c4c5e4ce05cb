using Espalier.Data;
using Espalier.Features;
using Espalier.Sources;
using Espalier.Testing;

namespace Espalier.Tests.Sources;

public sealed class PictureDescriberTests : IDisposable
{
    private static readonly RegionForm Detected = new(PixelFeaturizer.FeatureSize, 8, PixelFeaturizer.Version, null);
    private static readonly RegionForm Gridded = Detected with { MaxRegions = 5, Grid = 2 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_picture_is_cut_into_the_grid_of_the_data()
    {
        string picture = folder.Write("a.png", TinyPng.Of(10, 200, 30));
        PictureRegions regions = new PictureDescriber(Gridded).Describe(picture);
        float[] features = new float[5 * PixelFeaturizer.FeatureSize], boxes = new float[20];
        PixelFeaturizer.DescribeGrid(ImageFile.Decode(picture), 2, 2, features, boxes);
        Assert.Equal(features, regions.Features);
        Assert.Equal(boxes, regions.Boxes);
        Assert.Equal(5, regions.Count);
    }

    [Fact]
    public void Without_a_detector_what_stands_out_is_taken()
    {
        string picture = folder.Write("a.png", TinyPng.WithSquare(side: 40, at: 10, size: 16));
        PictureRegions regions = new PictureDescriber(Detected).Describe(picture);
        Assert.Equal([0.25f, 0.25f, 0.65f, 0.65f], regions.Boxes);
        Assert.Equal(new PictureDescriber(Detected).Describe(picture, regions.Boxes).Features, regions.Features);
    }

    [Theory]
    [InlineData(8, 5)]
    [InlineData(10, 10)]
    [InlineData(1, 2)]
    public void Where_nothing_stands_out_the_finest_grid_that_is_not_larger_takes_the_place_of_a_detector(int most, int regions) =>
        Assert.Equal(regions, new PictureDescriber(Detected with { MaxRegions = most }).Describe(folder.Write("a.png", TinyPng.Of(10, 200, 30))).Count);

    [Fact]
    public void A_picture_of_a_data_set_has_its_stored_regions()
    {
        string images = Directory.CreateDirectory(folder.File("images")).FullName;
        File.WriteAllBytes(Path.Combine(images, "7.png"), TinyPng.Of(1, 2, 3));
        File.WriteAllBytes(Path.Combine(images, "8.png"), TinyPng.Of(1, 2, 3));
        float[] features = [.. Enumerable.Range(0, PixelFeaturizer.FeatureSize).Select(i => (float)i)], box = [0.25f, 0.25f, 0.5f, 1];
        using (RegionFeatureWriter writer = new(folder.File("features.regions"), PixelFeaturizer.FeatureSize, 8))
        {
            writer.Add(7, features, box);
            writer.Complete();
        }
        DatasetFolder.Create(folder.Path, new DatasetManifest
        {
            Name = "Mine", Source = "folder", Images = "images", Features = "features.regions",
            Provenance = new Dictionary<string, string> { [RegionForm.FeaturesKey] = RegionForm.PixelProvenance },
        }, []);

        PictureDescriber describer = new(Detected);
        PictureRegions stored = describer.Describe(Path.Combine(images, "7.png"));
        Assert.Equal(box, stored.Boxes);
        Assert.Equal(features, stored.Features);
        Assert.Equal("1 stored with Mine", stored.Origin);
        // An image without stored regions, another form of features, and given boxes: the pixels are described.
        Assert.Equal(5, describer.Describe(Path.Combine(images, "8.png")).Count);
        Assert.Equal(5, new PictureDescriber(Gridded).Describe(Path.Combine(images, "7.png")).Count);
        Assert.NotEqual(features, describer.Describe(Path.Combine(images, "7.png"), box).Features);
    }

    [Theory]
    [InlineData("onnx a.onnx; sha256=1; size=8", true)]
    [InlineData("onnx a.onnx; sha256=1; size=9", false)]
    [InlineData(null, false)]
    public void Stored_features_by_another_model_or_setting_are_not_taken(string? learnt, bool taken)
    {
        Directory.CreateDirectory(folder.File("images"));
        string picture = folder.Write("images/7.png", TinyPng.Of(1, 2, 3));
        using (RegionFeatureWriter writer = new(folder.File("features.regions"), 2, 1, provenance: "onnx a.onnx; sha256=1; size=8"))
        {
            writer.Add(7, [1, 2], [0, 0, 1, 1]);
            writer.Complete();
        }
        DatasetFolder.Create(folder.Path, new DatasetManifest { Name = "Mine", Source = "folder", Images = "images", Features = "features.regions" }, []);
        PictureDescriber describer = new(new RegionForm(2, 1, null, null, learnt));
        if (taken) Assert.Equal([1, 2], describer.Describe(picture).Features);
        else Assert.Equal(picture, Assert.Throws<InputException>(() => describer.Describe(picture)).File);
    }

    [Theory]
    [InlineData(0f, 0f, 0.5f)]
    [InlineData(0.5f, 0f, 0.5f, 1f)]
    [InlineData(0f, 0f, float.NaN, 1f)]
    [InlineData(0.1f, 0.2f, 1.5f, 1f)]
    [InlineData(-0.1f, 0f, 1f, 1f)]
    [InlineData(0f, 0f, float.PositiveInfinity, 1f)]
    public void Boxes_that_are_none_are_refused(params float[] boxes)
    {
        string picture = folder.Write("a.png", TinyPng.Of(10, 200, 30));
        Assert.Equal("boxes", Assert.Throws<InputException>(() => new PictureDescriber(Detected).Describe(picture, boxes)).File);
    }

    [Fact]
    public void A_model_of_other_features_takes_stored_pictures_only()
    {
        string picture = folder.Write("a.png", TinyPng.Of(10, 200, 30));
        Assert.Equal(picture, Assert.Throws<InputException>(() => new PictureDescriber(new RegionForm(2048, 36, null, null)).Describe(picture)).File);
    }
}
