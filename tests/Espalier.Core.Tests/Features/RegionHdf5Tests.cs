using Espalier.Features;
using Espalier.Testing;
using PureHDF;
using PureHDF.Filters;
using PureHDF.VOL.Native;

namespace Espalier.Tests.Features;

public sealed class RegionHdf5Tests : IDisposable
{
    private const int FeatureSize = 5;
    private static readonly long[] Ids = [42, 7, 458752];
    private static readonly int[] Counts = [3, 1, 4];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train36.hdf5", false)]
    [InlineData("packed.h5", true)]
    [InlineData("groups.h5", true)]
    public void Files_that_h5py_wrote_give_fractions_and_features(string name, bool varying)
    {
        using IRegionSource source = RegionFiles.Open([Golden.PathOf("hdf5", name)], []);
        Assert.Equal((FeatureSize, 3L, "images"), (source.FeatureSize, source.Total, source.Unit));
        Assert.Equal(3, RegionConverter.Convert(source, folder.File("out"), RegionFeatureType.F32));
        using RegionFeatureStore store = RegionFeatureStore.Open(folder.File("out"));
        Assert.Equal(4, store.MaxRegions);
        for (int i = 0; i < Ids.Length; i++) AssertImage(store, Ids[i], i, varying ? Counts[i] : 4);
    }

    [Fact]
    public void Ids_may_be_in_the_file_or_in_a_map_and_rows_that_no_image_has_are_left_out()
    {
        Write("ids.h5", ("image_ids", Ids));
        Write("none.h5");
        File.WriteAllText(folder.File("list.json"), """["COCO_val2014_000000000042", "7", 458752]""");
        File.WriteAllText(folder.File("none_imgid2idx.json"), """{ "458752": 2, "42": 0, "7": 1 }""");
        File.WriteAllText(folder.File("two.json"), """{ "42": 0, "458752": 2 }""");
        Convert(folder.File("ids.h5"), null, folder.File("expected"));
        Convert(folder.File("none.h5"), null, folder.File("beside"));
        Convert(folder.File("none.h5"), folder.File("list.json"), folder.File("list"));
        Assert.Equal(File.ReadAllBytes(folder.File("expected")), File.ReadAllBytes(folder.File("beside")));
        Assert.Equal(File.ReadAllBytes(folder.File("expected")), File.ReadAllBytes(folder.File("list")));

        Assert.Equal(2, Convert(folder.File("ids.h5"), folder.File("two.json"), folder.File("two")));
        using RegionFeatureStore store = RegionFeatureStore.Open(folder.File("two"));
        Assert.False(store.TryFind(7, out _));
    }

    [Fact]
    public void Pickled_maps_of_every_protocol_are_read()
    {
        Write("none.h5");
        byte[][] pickles =
        [
            File.ReadAllBytes(Golden.PathOf("hdf5", "train36_imgid2idx.pkl")),
            new PickleWriter().Code("}(").Whole(42).Whole(0).Text("7").Whole(1).Whole(458752).Whole(2).Code("u").Stop(),
            new PickleWriter().Code("]p1\n(").Whole(42).Whole(7).Code("V458752\neg1\n0").Stop(),
            "(S'42'\nL0L\nI7\nI1\nI458752\nI2\nd."u8.ToArray(),
        ];
        foreach (byte[] pickle in pickles)
        {
            string map = folder.Write("map.pkl", pickle);
            Assert.Equal(3, Convert(folder.File("none.h5"), map, folder.File("out"), RegionFeatureType.F32));
            using RegionFeatureStore store = RegionFeatureStore.Open(folder.File("out"));
            for (int i = 0; i < Ids.Length; i++) AssertImage(store, Ids[i], i, 4);
        }
    }

    [Fact]
    public void A_count_for_each_image_takes_that_many_of_its_regions()
    {
        Write("counts.h5", ("image_ids", Ids), ("num_bbox", Counts));
        Convert(folder.File("counts.h5"), null, folder.File("out"), RegionFeatureType.F32);
        using RegionFeatureStore store = RegionFeatureStore.Open(folder.File("out"));
        for (int i = 0; i < Ids.Length; i++) AssertImage(store, Ids[i], i, Counts[i]);
    }

    [Fact]
    public void Several_files_are_converted_in_blocks_and_a_stopped_conversion_goes_on()
    {
        string[] files = [folder.File("a.h5"), folder.File("b.h5")];
        for (int k = 0; k < files.Length; k++)
        {
            long[] ids = [.. Enumerable.Range(0, 70).Select(i => (long)((k * 60) + i))];
            float[,,] features = new float[70, 3, FeatureSize], boxes = new float[70, 3, 6];
            for (int i = 0; i < 70; i++) (features[i, 1, 2], boxes[i, 0, 2]) = (1 + ids[i], 1);
            new H5File
            {
                ["image_features"] = new H5Dataset(features, chunks: [4, 2, FeatureSize], datasetCreation: new H5DatasetCreation(Filters: [ShuffleFilter.Id, DeflateFilter.Id])),
                ["spatial_features"] = boxes,
                ["image_ids"] = ids,
            }.Write(files[k]);
        }
        using IRegionSource source = RegionFiles.Open(files, []);
        Assert.Equal(130, RegionConverter.Convert(source, folder.File("whole")));
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() => RegionConverter.Convert(source, folder.File("out"), progress: new StopAtOnce(stop), cancellation: stop.Token));
        Assert.False(File.Exists(folder.File("out")));
        Assert.True(new FileInfo(folder.File("out.partial.index")).Length > 0);
        Seen anew = new(), further = new();
        RegionConverter.Convert(source, folder.File("anew"), progress: anew);
        Assert.Equal(130, RegionConverter.Convert(source, folder.File("out"), progress: further));
        // Images that are done are passed over, so the first block ends farther on.
        Assert.True(further.First > anew.First, $"{further.First} after {anew.First}");
        Assert.Equal(File.ReadAllBytes(folder.File("whole")), File.ReadAllBytes(folder.File("out")));
    }

    private static int Convert(string file, string? idMap, string output, RegionFeatureType type = RegionFeatureType.F16)
    {
        using IRegionSource source = RegionFiles.Open([file], idMap is null ? [] : [idMap]);
        return RegionConverter.Convert(source, output, type);
    }

    private void Write(string name, params (string Name, object Value)[] arrays)
    {
        float[,,] features = new float[3, 4, FeatureSize], boxes = new float[3, 4, 4];
        for (int i = 0; i < 3; i++)
        {
            for (int r = 0; r < 4; r++)
            {
                for (int k = 0; k < FeatureSize; k++) features[i, r, k] = Feature(i, r, k);
                for (int k = 0; k < 4; k++) boxes[i, r, k] = Fractions(i, r)[k];
            }
        }
        H5File file = new() { ["features"] = features, ["boxes"] = boxes };
        foreach ((string array, object value) in arrays) file[array] = value;
        file.Write(folder.File(name));
    }

    private static float Feature(int image, int region, int number) => ((image * 100) + (region * 10) + number) / 4f;

    private static float[] Fractions(int image, int region) => [(10 + image) / 200f, (20 + region) / 100f, (110 + image) / 200f, (60 + region) / 100f];

    private static void AssertImage(RegionFeatureStore store, long id, int image, int regions)
    {
        float[] features = new float[store.MaxRegions * FeatureSize], boxes = new float[store.MaxRegions * 4];
        Assert.True(store.TryFind(id, out int index));
        Assert.Equal(regions, store.Read(index, features, boxes));
        for (int r = 0; r < regions; r++)
        {
            Assert.Equal(Enumerable.Range(0, FeatureSize).Select(k => Feature(image, r, k)), features.Skip(r * FeatureSize).Take(FeatureSize));
            Assert.Equal(Fractions(image, r), boxes.Skip(r * 4).Take(4));
        }
    }

    private sealed class Seen : IProgress<WorkProgress>
    {
        public long First { get; private set; } = -1;

        public void Report(WorkProgress value) => First = First < 0 ? value.Done : First;
    }

    private sealed class StopAtOnce(CancellationTokenSource stop) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => stop.Cancel();
    }
}
