using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Vision.Tests;

public sealed class OnnxRegionSourceTests : IDisposable
{
    private const int Images = 80;
    private readonly TemporaryFolder folder = new();

    public OnnxRegionSourceTests()
    {
        Directory.CreateDirectory(folder.File("in"));
        TinyVision.Backbone().Save(folder.File("m.onnx"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_picture_is_in_the_store_as_the_model_describes_it_and_the_store_says_by_what()
    {
        Draw(Images);
        Assert.Equal(Images, Convert("out.regions", RegionFeatureType.F32));
        using RegionFeatureStore store = RegionFeatureStore.Open(folder.File("out.regions"));
        using VisionModel model = Open();
        float[] features = new float[4 * TinyVision.Channels], boxes = new float[16];
        for (int id = 1; id <= Images; id++)
        {
            RegionRecord expected = Pictures.Describe(model, ImageFile.Decode(folder.File($"in/{id}.png")));
            Assert.True(store.TryFind(id, out int index));
            Assert.Equal(4, store.Read(index, features, boxes));
            Assert.Equal(expected.Features.ToArray(), features);
            Assert.Equal(expected.Boxes.ToArray(), boxes);
        }
        Assert.Equal(model.Provenance, store.Provenance);
        store.Verify();
    }

    [Fact]
    public void A_stopped_conversion_goes_on_to_the_same_bytes_without_looking_at_what_is_done()
    {
        Draw(Images);
        Convert("whole.regions");
        using CancellationTokenSource stop = new();
        Reports reports = new(stop, 21);
        Assert.Throws<OperationCanceledException>(() => Convert("a.regions", progress: reports, cancellation: stop.Token));
        Assert.InRange(reports.Seen[^1], 21, 22);
        // What is done is not decoded again, except for the first picture, which tells what the outputs are.
        for (int id = 1; id <= 20; id++) File.WriteAllText(folder.File($"in/{id}.png"), "no picture");
        File.WriteAllBytes(folder.File("in/1.png"), TinyPng.Of(1, 2, 3));
        Reports rest = new(null, 0);
        Assert.Equal(Images, Convert("a.regions", progress: rest));
        Assert.Equal([.. Enumerable.Range((int)rest.Seen[0], rest.Seen.Count).Select(i => (long)i)], rest.Seen);
        Assert.Equal(Images, rest.Seen[^1]);
        Assert.NotEqual(1, rest.Seen[0]);
        Assert.Equal(File.ReadAllBytes(folder.File("whole.regions")), File.ReadAllBytes(folder.File("a.regions")));
    }

    [Fact]
    public void A_kill_keeps_what_was_flushed()
    {
        Draw(Images);
        Convert("whole.regions");
        using (OnnxRegionSource source = new(Open(), [folder.File("in")]))
        {
            RegionStoreJournal journal = new(folder.File("a.regions"), $"{source.Origin}, {source.FeatureSize} numbers, {RegionFeatureType.F16}");
            using RegionFeatureWriter writer = new(folder.File("a.regions"), source.FeatureSize, RegionRecord.MaxRegions, RegionFeatureType.F16, journal, source.Provenance);
            foreach (RegionRecord record in source.Read(new HashSet<long>()).Take(30).SelectMany(block => block.Images)) writer.Add(record.ImageId, record.Features, record.Boxes);
        }
        File.AppendAllText(folder.File("a.regions.partial"), "torn");
        Reports rest = new(null, 0);
        Convert("a.regions", progress: rest);
        Assert.Equal(31, rest.Seen[0]);
        Assert.Equal(File.ReadAllBytes(folder.File("whole.regions")), File.ReadAllBytes(folder.File("a.regions")));
    }

    [Fact]
    public void Features_of_another_model_or_setting_are_not_gone_on_from()
    {
        Draw(40);
        foreach (int seed in new[] { 0, 1 })
        {
            using CancellationTokenSource stop = new();
            Assert.Throws<OperationCanceledException>(() => Convert("a.regions", progress: new Reports(stop, 20), cancellation: stop.Token));
            Reports rest = new(null, 0);
            if (seed == 0) Convert("a.regions", progress: rest, settings: [("channels", "bgr")]);
            else
            {
                TinyVision.Backbone().Says("author", "another file").Save(folder.File("m.onnx"));
                Convert("a.regions", progress: rest);
            }
            Assert.Equal(1, rest.Seen[0]);
        }
    }

    [Fact]
    public void A_picture_that_is_broken_is_named_and_the_work_goes_on_when_it_is_repaired()
    {
        Draw(Images);
        Convert("whole.regions");
        byte[] picture = File.ReadAllBytes(folder.File("in/50.png"));
        File.WriteAllBytes(folder.File("in/50.png"), picture[..60]);
        InputException error = Assert.Throws<InputException>(() => Convert("a.regions"));
        Assert.Equal(folder.File("in/50.png"), error.File);
        File.WriteAllBytes(folder.File("in/50.png"), picture);
        Reports rest = new(null, 0);
        Convert("a.regions", progress: rest);
        Assert.Equal(33, rest.Seen[0]);
        Assert.Equal(File.ReadAllBytes(folder.File("whole.regions")), File.ReadAllBytes(folder.File("a.regions")));
    }

    [Fact]
    public void Large_pictures_wait_in_small_blocks()
    {
        Draw(5);
        TinyVision.Backbone().Save(folder.File("m.onnx"));
        // 8000 x 8000 pixels may come of one picture, so that one waits while another is described.
        using OnnxRegionSource source = new(VisionModel.Open(folder.File("m.onnx"), Pictures.Plain(("shorter", "16"), ("longest", "8000"))), [folder.File("in")]);
        Assert.Equal(5, source.Read(new HashSet<long>()).Count());
    }

    [Fact]
    public void Folders_of_several_splits_are_one_source()
    {
        Draw(3);
        Directory.CreateDirectory(folder.File("more"));
        File.WriteAllBytes(folder.File("more/COCO_val2014_000000000009.PNG"), TinyPng.Of(1, 2, 3));
        File.WriteAllText(folder.File("more/list.txt"), "not a picture");
        using OnnxRegionSource source = new(Open(), [folder.File("more"), folder.File("in")]);
        Assert.Equal((4, "images"), (source.Total, source.Unit));
        Assert.Equal([1, 2, 3, 9], source.Read(new HashSet<long>()).SelectMany(block => block.Images).Select(image => image.ImageId));
    }

    [Theory]
    [InlineData("in/cat.png", "'cat'")]
    [InlineData("in/01.jpg", "image 1, as")]
    public void Names_that_are_no_ids_or_the_same_are_refused(string name, string found)
    {
        Draw(2);
        File.WriteAllBytes(folder.File(name), TinyPng.Of(1, 2, 3));
        InputException error = Assert.Throws<InputException>(() => Convert("out"));
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_that_are_missing_or_empty_are_refused()
    {
        Assert.Equal("no pictures", Assert.Throws<InputException>(() => Convert("out")).Found);
        Directory.Delete(folder.File("in"));
        Assert.Equal("nothing", Assert.Throws<InputException>(() => Convert("out")).Found);
    }

    private void Draw(int count)
    {
        for (int id = 1; id <= count; id++) File.WriteAllBytes(folder.File($"in/{id}.png"), TinyPng.WithSquare(20, id % 12, 5 + (id % 3)));
    }

    private VisionModel Open(params (string Key, string Value)[] settings) => VisionModel.Open(folder.File("m.onnx"), Pictures.Plain([("size", "16"), .. settings]), threads: 1);

    private int Convert(
        string output, RegionFeatureType type = RegionFeatureType.F16, IProgress<WorkProgress>? progress = null, (string, string)[]? settings = null, CancellationToken cancellation = default)
    {
        using OnnxRegionSource source = new(Open(settings ?? []), [folder.File("in")]);
        return RegionConverter.Convert(source, folder.File(output), type, progress, cancellation);
    }

    private sealed class Reports(CancellationTokenSource? stop, long after) : IProgress<WorkProgress>
    {
        public List<long> Seen { get; } = [];

        public void Report(WorkProgress value)
        {
            Seen.Add(value.Done);
            if (value.Done == after) stop?.Cancel();
        }
    }
}
