using System.Globalization;
using CsCheck;
using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Tests.Features;

public sealed class RegionFeatureStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static readonly Gen<(int Size, int Max, (long Id, float[] Features, float[] Boxes)[] Images)> AnyImages =
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 7]).SelectMany((size, max) =>
            Gen.Int[1, max].SelectMany(regions => Gen.Select(
                Gen.Long, Gen.Float[-9, 9].Array[regions * size], Gen.Float[0, 1].Array[regions * 4])).Array[0, 20]
            .Select(images => (size, max, images.DistinctBy(image => image.Item1).ToArray())));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Single_precision_comes_back_bit_for_bit() => AnyImages.Sample(
        data => RoundTrip(data.Size, data.Max, data.Images, RegionFeatureType.F32, value => value), iter: 60, threads: 1);

    [Fact]
    public void Half_precision_comes_back_rounded_once() => AnyImages.Sample(
        data => RoundTrip(data.Size, data.Max, data.Images, RegionFeatureType.F16, value => (float)(Half)value), iter: 60, threads: 1);

    [Fact]
    public void Half_precision_errs_by_at_most_one_part_in_2048()
    {
        float[] features = [.. Enumerable.Range(0, 2000).Select(i => (i - 1000) * 0.137f)], read = new float[2000];
        string path = Write(RegionFeatureType.F16, 2000, (1, features, [0, 0, 1, 1]));
        using var store = RegionFeatureStore.Open(path);
        store.Read(0, read, new float[4]);
        Assert.All(features.Zip(read), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= Math.Abs(pair.First) / 2048));
    }

    [Fact]
    public void What_an_image_does_not_fill_is_zero()
    {
        using var writer = new RegionFeatureWriter(_folder.File("s"), 2, 3);
        writer.Add(9, [1, 2], [0, 0, 0.5f, 1]);
        writer.Complete();
        using var store = RegionFeatureStore.Open(_folder.File("s"));
        float[] features = [7, 7, 7, 7, 7, 7, 7], boxes = [7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7];
        Assert.Equal(1, store.Read(0, features, boxes));
        Assert.Equal([1, 2, 0, 0, 0, 0, 0], features);
        Assert.Equal([0, 0, 0.5f, 1, 0, 0, 0, 0, 0, 0, 0, 0], boxes);
    }

    [Fact]
    public void The_order_of_writing_does_not_matter_to_readers()
    {
        string path = Write(RegionFeatureType.F32, 1, (30, [3], [0, 0, 1, 1]), (-10, [1], [0, 0, 1, 1]), (20, [2], [0, 0, 1, 1]));
        using var store = RegionFeatureStore.Open(path);
        Assert.Equal([-10, 20, 30], Enumerable.Range(0, 3).Select(store.ImageId));
        Assert.False(store.TryFind(25, out int missing));
        Assert.Equal(-1, missing);
        Assert.True(store.TryFind(30, out int index));
        float[] feature = new float[1];
        store.Read(index, feature, new float[4]);
        Assert.Equal(3, feature[0]);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        using RegionFeatureStore store = Large(images: 50);
        float[] features = new float[store.MaxRegions * store.FeatureSize], boxes = new float[store.MaxRegions * 4];
        ReadAll(store, features, boxes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ReadAll(store, features, boxes);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Threads_read_at_once_what_one_reads_alone()
    {
        using RegionFeatureStore store = Large(images: 200);
        double expected = ReadAll(store, new float[store.MaxRegions * store.FeatureSize], new float[store.MaxRegions * 4]);
        double[] sums = new double[8];
        Parallel.For(0, 8, thread =>
        {
            for (int turn = 0; turn < 5; turn++)
                sums[thread] = ReadAll(store, new float[store.MaxRegions * store.FeatureSize], new float[store.MaxRegions * 4]);
        });
        Assert.All(sums, sum => Assert.Equal(expected, sum));
    }

    [Fact]
    public void Opening_a_huge_store_neither_allocates_with_its_size_nor_reads_it()
    {
        const long images = 4_000_000, fileLength = 40L << 30;
        string path = _folder.File("huge");
        using (FileStream file = File.Create(path))
        {
            file.SetLength(fileLength);
            Assert.SkipUnless(new FileInfo(path).Length == fileLength, "the file system has no sparse files");
            file.Write(StoreBytes.Header(1, 2048, 36, images, fileLength - (images * 24), fileLength));
        }
        RegionFeatureStore.Open(path).Dispose();
        long allocated = GC.GetAllocatedBytesForCurrentThread(), faults = PageFaults();
        using var store = RegionFeatureStore.Open(path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 20_000);
        Assert.InRange(PageFaults() - faults, 0, 100);
        Assert.Equal(images, store.ImageCount);
        Assert.False(store.TryFind(77, out _));
    }

    [Fact]
    public void Verify_reports_to_the_end_and_can_be_cancelled()
    {
        using RegionFeatureStore store = Large(images: 3000);
        var reports = new List<WorkProgress>();
        store.Verify(new Collecting(reports));
        Assert.Equal([1024L, 2048, 3000], reports.Select(report => report.Done));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => store.Verify(cancellation: cancelled.Token));
    }

    [Fact]
    public void A_closed_store_says_so()
    {
        RegionFeatureStore store = Large(images: 2);
        store.Dispose();
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => store.TryFind(1, out _));
    }

    private void RoundTrip(int size, int max, (long Id, float[] Features, float[] Boxes)[] images, RegionFeatureType type,
        Func<float, float> rounded)
    {
        string path = _folder.File("store");
        using (var writer = new RegionFeatureWriter(path, size, max, type))
        {
            foreach ((long id, float[] own, float[] ownBoxes) in images) writer.Add(id, own, ownBoxes);
            writer.Complete();
        }
        using var store = RegionFeatureStore.Open(path);
        store.Verify();
        Assert.Equal((size, max, images.Length, type), (store.FeatureSize, store.MaxRegions, store.ImageCount, store.Type));
        Assert.Equal(images.Sum(image => image.Boxes.Length / 4), store.RegionCount);
        float[] features = new float[size * max], boxes = new float[4 * max];
        foreach ((long id, float[] own, float[] ownBoxes) in images)
        {
            Assert.True(store.TryFind(id, out int index));
            int regions = store.Read(index, features, boxes);
            Assert.Equal(ownBoxes, boxes[..(regions * 4)]);
            Assert.Equal(own.Select(rounded), features[..(regions * size)]);
        }
    }

    private string Write(RegionFeatureType type, int size, params (long Id, float[] Features, float[] Boxes)[] images)
    {
        string path = _folder.File("written");
        using var writer = new RegionFeatureWriter(path, size, 1, type);
        foreach ((long id, float[] features, float[] boxes) in images) writer.Add(id, features, boxes);
        writer.Complete();
        return path;
    }

    private RegionFeatureStore Large(int images)
    {
        string path = _folder.File("large");
        using (var writer = new RegionFeatureWriter(path, 64, 4))
        {
            for (int i = 0; i < images; i++)
            {
                int regions = 1 + (i % 4);
                writer.Add((i * 7919) % 100_003, [.. Enumerable.Range(0, regions * 64).Select(k => (float)(i + k))],
                    new float[regions * 4]);
            }
            writer.Complete();
        }
        return RegionFeatureStore.Open(path);
    }

    /// <summary>Pages that this thread touched first, where the system counts them; the index of the huge store has 23,000.</summary>
    private static long PageFaults() => OperatingSystem.IsLinux()
        ? long.Parse(File.ReadAllText("/proc/thread-self/stat").Split(") ")[1].Split(' ')[7], CultureInfo.InvariantCulture)
        : 0;

    private static double ReadAll(RegionFeatureStore store, float[] features, float[] boxes)
    {
        double sum = 0;
        for (int i = 0; i < store.ImageCount; i++)
        {
            store.Read(i, features, boxes);
            sum += features[0] + (2 * features[^1]) + features[70];
        }
        return sum;
    }

    private sealed class Collecting(List<WorkProgress> reports) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => reports.Add(value);
    }
}
