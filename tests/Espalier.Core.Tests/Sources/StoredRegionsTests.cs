using Espalier.Features;
using Espalier.Sources;
using Espalier.Testing;

namespace Espalier.Core.Tests.Sources;

public sealed class StoredRegionsTests : IDisposable
{
    private const int FeatureSize = 3;
    private static readonly float[] Features = [1, 2, 3, 4, 5, 6], Boxes = [0, 0, 0.5f, 0.5f, 0.25f, 0, 1, 1];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_picture_is_found_in_a_store_in_a_folder_and_in_a_file_of_its_own()
    {
        string store = _folder.File("some.regions"), file = _folder.File("in/7.npz");
        using (RegionFeatureWriter writer = new(store, FeatureSize, maxRegions: 9, RegionFeatureType.F32))
        {
            writer.Add(3, [9, 9, 9], [0, 0, 1, 1]);
            writer.Add(7, Features, Boxes);
            writer.Complete();
        }
        NumpyFile.WriteArchive(_folder.File("in/3.npz"), ("x", NumpyFile.Of([9, 9, 9], 1, 3)), ("bbox", NumpyFile.Of([0, 0, 1, 1], 1, 4)));
        NumpyFile.WriteArchive(file, ("x", NumpyFile.Of(Features, 2, 3)), ("bbox", NumpyFile.Of(Boxes, 2, 4)));
        foreach ((string path, long id, string origin) in ((string, long, string)[])[(store, 7, "2 of some.regions"), (_folder.File("in"), 7, "2 of in"), (file, 0, "2 of 7.npz")])
        {
            PictureRegions found = StoredRegions.Read(path, id, FeatureSize);
            Assert.Equal(Features, found.Features);
            Assert.Equal(Boxes, found.Boxes);
            Assert.Equal(origin, found.Origin);
            Assert.Equal(path == file, StoredRegions.IsOfOnePicture(path));
            InputException size = Assert.Throws<InputException>(() => StoredRegions.Read(path, id, FeatureSize + 1));
            Assert.Equal((path, "3 numbers of a region"), (size.File, size.Found));
        }
        foreach (string path in (string[])[store, _folder.File("in")])
            Assert.Equal((path, "image 8", "nothing"), Assert.Throws<InputException>(() => StoredRegions.Read(path, 8, FeatureSize)) is var error ? (error.File, error.Place, error.Found) : default);
    }

    [Fact]
    public void Boxes_in_pixels_without_the_size_of_the_picture_are_refused()
    {
        string file = _folder.File("7.npz");
        NumpyFile.WriteArchive(file, ("x", NumpyFile.Of(Features, 2, 3)), ("bbox", NumpyFile.Of([0, 0, 50, 50, 0, 0, 80, 80], 2, 4)));
        Assert.Equal("boxes outside the picture", Assert.Throws<InputException>(() => StoredRegions.Read(file, 7, FeatureSize)).Found);
    }

    [Fact]
    public void What_is_not_there_or_no_store_is_told() 
    {
        Assert.Equal("nothing there", Assert.Throws<InputException>(() => StoredRegions.Read(_folder.File("none.regions"), 1, FeatureSize)).Found);
        string text = _folder.Write("text.tsv", "image_id\tfeatures"u8);
        Assert.Equal(text, Assert.Throws<InputException>(() => StoredRegions.Read(text, 1, FeatureSize)).File);
    }
}
