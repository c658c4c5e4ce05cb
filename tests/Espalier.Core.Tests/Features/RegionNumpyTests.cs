using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Core.Tests.Features;

public sealed class RegionNumpyTests : IDisposable
{
    private const int FeatureSize = 4;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Archives_in_pixels_or_fractions_and_pairs_of_arrays_give_the_same()
    {
        float[] features = [.. Enumerable.Range(0, 2 * FeatureSize).Select(i => i * 0.5f)], pixels = [20, 10, 100, 50, 0, 0, 200, 100];
        float[] fractions = [.. pixels.Select((value, i) => value / (i % 2 == 0 ? 200 : 100))];
        Archive("1.npz", ("features", Npy(features, 2, FeatureSize)), ("boxes", Npy(fractions, 2, 4)));
        Archive("COCO_train2014_000000000002.npz", ("x", Npy(features, 2, FeatureSize)), ("bbox", Npy(pixels, 2, 4)), ("image_w", NumpyFile.Of(200)), ("image_h", NumpyFile.Of(100)));
        folder.Write("in/3.npy", NumpyFile.OfHalves(features, 2, FeatureSize));
        folder.Write("in/3_boxes.npy", Npy(fractions, 2, 4));

        Assert.Equal(3, RegionConverter.Convert(new RegionNumpyFolder(folder.File("in")), folder.File("out.regions"), RegionFeatureType.F32));
        using RegionFeatureStore store = RegionFeatureStore.Open(folder.File("out.regions"));
        for (int id = 1; id <= 3; id++)
        {
            float[] readFeatures = new float[2 * FeatureSize], readBoxes = new float[8];
            Assert.True(store.TryFind(id, out int index));
            Assert.Equal(2, store.Read(index, readFeatures, readBoxes));
            Assert.Equal(features, readFeatures);
            Assert.Equal(fractions, readBoxes);
        }
    }

    [Fact]
    public void Many_images_are_converted_in_blocks_and_a_stopped_conversion_goes_on()
    {
        for (int id = 1; id <= 90; id++) Archive($"{id}.npz", ("x", Npy(new float[id % 3 * FeatureSize + FeatureSize], (id % 3) + 1, FeatureSize)), ("bbox", Npy(new float[((id % 3) + 1) * 4], (id % 3) + 1, 4)));
        RegionNumpyFolder source = new(folder.File("in"));
        RegionConverter.Convert(source, folder.File("whole.regions"));
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() =>
            RegionConverter.Convert(source, folder.File("a.regions"), progress: new StopAtOnce(stop), cancellation: stop.Token));
        Assert.Equal(90, RegionConverter.Convert(source, folder.File("a.regions")));
        Assert.Equal(File.ReadAllBytes(folder.File("whole.regions")), File.ReadAllBytes(folder.File("a.regions")));
    }

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2, 4), }", "numbers of type |O")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 4), }", "column order")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 999999999), }", "numbers")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999, 999999999, 999999999), }", "numbers")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }", "an end before")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (8,), }", "features [8]")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1111111111111111111111111111111111111111111111111111111x), }", "the header")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4096, 1024), }", "an end before")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (4096, 65536), }", "numbers")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 4), }", "the header")]
    public void Arrays_that_are_no_features_are_refused(string header, string found)
    {
        Archive("1.npz", ("features", NumpyFile.Of(header, new byte[32])), ("boxes", Npy(new float[8], 2, 4)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        InputException error = Assert.Throws<InputException>(() => RegionConverter.Convert(new RegionNumpyFolder(folder.File("in")), folder.File("out")));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 24);
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
        Assert.Equal(folder.File("in/1.npz"), error.File);
    }

    [Fact]
    public void Missing_arrays_boxes_files_and_ids_are_told()
    {
        Archive("1.npz", ("y", Npy(new float[8], 2, 4)));
        Assert.Contains("features or x", Fails().Expected, StringComparison.Ordinal);
        File.Delete(folder.File("in/1.npz"));
        Assert.Contains("no npz or npy file", Fails().Found, StringComparison.Ordinal);
        folder.Write("in/1.npy", Npy(new float[8], 2, 4));
        Assert.Contains("1_boxes.npy", Fails().Found, StringComparison.Ordinal);
        File.Move(folder.File("in/1.npy"), folder.File("in/cat.npy"));
        Assert.Contains("'cat'", Fails().Found, StringComparison.Ordinal);
    }

    private InputException Fails() => Assert.Throws<InputException>(() => RegionConverter.Convert(new RegionNumpyFolder(folder.File("in")), folder.File("out")));

    private void Archive(string name, params (string Name, byte[] Bytes)[] arrays) => NumpyFile.WriteArchive(folder.File($"in/{name}"), arrays);

    private static byte[] Npy(float[] values, params int[] shape) => NumpyFile.Of(values, shape);

    private sealed class StopAtOnce(CancellationTokenSource stop) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => stop.Cancel();
    }
}
