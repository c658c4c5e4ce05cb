using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Core.Tests.Features;

public sealed class RegionTsvTests : IDisposable
{
    private const int FeatureSize = 8;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_layouts_give_fractions_and_features(bool lxmert)
    {
        string tsv = Write("a.tsv", [Line(7, 2, lxmert), Line(3, 4, lxmert)]);
        Assert.Equal(2, RegionConverter.Convert(new RegionTsvFiles([tsv]), folder.File("a.regions"), RegionFeatureType.F32));

        using RegionFeatureStore store = RegionFeatureStore.Open(folder.File("a.regions"));
        Assert.Equal((4, FeatureSize), (store.MaxRegions, store.FeatureSize));
        foreach ((long id, int regions) in new[] { (7L, 2), (3L, 4) })
        {
            float[] features = new float[store.MaxRegions * FeatureSize], boxes = new float[store.MaxRegions * 4];
            Assert.True(store.TryFind(id, out int index));
            Assert.Equal(regions, store.Read(index, features, boxes));
            Assert.Equal(Features(id, regions), features[..(regions * FeatureSize)]);
            // The picture is 200 wide and 100 high; the last corner is a little outside.
            Assert.Equal([10 / 200f, 20 / 100f, 50 / 200f, 1], boxes[..4]);
        }
    }

    [Fact]
    public void Carriage_returns_blank_lines_and_a_missing_last_end_are_nothing()
    {
        string[] lines = [Line(1, 1), "", Line(2, 2)];
        string plain = Write("plain.tsv", lines), other = folder.File("other.tsv");
        File.WriteAllText(other, string.Join("\r\n", lines));
        RegionConverter.Convert(new RegionTsvFiles([plain]), folder.File("plain.regions"));
        RegionConverter.Convert(new RegionTsvFiles([other]), folder.File("other.regions"));
        Assert.Equal(File.ReadAllBytes(folder.File("plain.regions")), File.ReadAllBytes(folder.File("other.regions")));
    }

    [Fact]
    public void Zip_gzip_and_several_files_give_what_one_plain_file_does()
    {
        string[] lines = [.. Enumerable.Range(1, 100).Select(id => Line(id, 1 + (id % 5)))];
        RegionConverter.Convert(new RegionTsvFiles([Write("all.tsv", lines)]), folder.File("all.regions"));
        string zip = folder.File("first.zip"), gzip = folder.File("second.tsv.gz");
        using (ZipArchive archive = ZipFile.Open(zip, ZipArchiveMode.Create))
        {
            using StreamWriter entry = new(archive.CreateEntry("trainval/first.tsv").Open());
            entry.Write(string.Concat(lines[..40].Select(line => line + "\n")));
        }
        using (StreamWriter packed = new(new GZipStream(File.Create(gzip), CompressionLevel.Fastest)))
            packed.Write(string.Concat(lines[30..].Select(line => line + "\n")));

        Assert.Equal(100, RegionConverter.Convert(new RegionTsvFiles([zip, gzip]), folder.File("parts.regions")));
        Assert.Equal(File.ReadAllBytes(folder.File("all.regions")), File.ReadAllBytes(folder.File("parts.regions")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_conversion_that_was_stopped_goes_on_to_the_same_bytes(int after)
    {
        string tsv = Write("a.tsv", [.. Enumerable.Range(1, 200).Select(id => Line(id, 1 + (id % 7)))]);
        RegionConverter.Convert(new RegionTsvFiles([tsv]), folder.File("whole.regions"));
        using CancellationTokenSource stop = new();
        StopAfter progress = new(after, stop);
        Assert.Throws<OperationCanceledException>(() => RegionConverter.Convert(new RegionTsvFiles([tsv]), folder.File("a.regions"), progress: progress, cancellation: stop.Token));
        Assert.False(File.Exists(folder.File("a.regions")));
        Assert.True(new FileInfo(folder.File("a.regions.partial.index")).Length > 0);
        // What a kill tore from the end of the data is converted again.
        if (after == 3) using (FileStream partial = File.OpenWrite(folder.File("a.regions.partial"))) partial.SetLength(partial.Length - 5);

        Assert.Equal(200, RegionConverter.Convert(new RegionTsvFiles([tsv]), folder.File("a.regions")));
        Assert.Equal(File.ReadAllBytes(folder.File("whole.regions")), File.ReadAllBytes(folder.File("a.regions")));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.partial*"));
    }

    [Fact]
    public void What_was_begun_from_another_file_is_begun_anew()
    {
        string tsv = Write("a.tsv", [.. Enumerable.Range(1, 100).Select(id => Line(id, 2))]), other = Write("b.tsv", [Line(5, 3)]);
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() =>
            RegionConverter.Convert(new RegionTsvFiles([tsv]), folder.File("a.regions"), progress: new StopAfter(1, stop), cancellation: stop.Token));
        Assert.Equal(1, RegionConverter.Convert(new RegionTsvFiles([other]), folder.File("a.regions")));
    }

    [Theory]
    [InlineData("x\t1\t2", "line 2, columns", "3")]
    [InlineData("cat\t200\t100\t1\tAAAA\tAAAA", "line 2, image_id", "'cat'")]
    [InlineData("9\t0\t100\t1\tAAAA\tAAAA", "line 2, width", "'0'")]
    [InlineData("9\t200\t100\t5000\tAAAA\tAAAA", "line 2, num_boxes", "'5000'")]
    [InlineData("9\t200\t100\t3\tAAAA\tAAAAAAAAAAA=", "line 2, features", "2 numbers")]
    [InlineData("9\t200\t100\t1\tAAAA\tAAAAAAAAA!A=", "line 2, features", "12 characters")]
    [InlineData("9\t200\t100\t1\tAAAA\tAAAAAAAAAAA=", "line 2, boxes", "4 characters")]
    public void A_wrong_line_is_told_with_its_place(string line, string place, string found)
    {
        string tsv = Write("a.tsv", [Line(1, 1), line]);
        InputException error = Assert.Throws<InputException>(() => RegionConverter.Convert(new RegionTsvFiles([tsv]), folder.File("a.regions")));
        Assert.Equal((tsv, place, found), (error.File, error.Place, error.Found));
    }

    [Fact]
    public void A_line_longer_than_that_of_any_image_is_refused_as_it_is_unpacked()
    {
        using (GZipStream packed = new(File.Create(folder.File("long.tsv")), CompressionLevel.Fastest))
        {
            for (int i = 0; i < 40; i++) packed.Write(Enumerable.Repeat((byte)'A', 1 << 20).ToArray());
        }
        InputException error = Assert.Throws<InputException>(() => RegionConverter.Convert(new RegionTsvFiles([folder.File("long.tsv")]), folder.File("a.regions")));
        Assert.Equal(("line 1", "more than 33554432 bytes"), (error.Place, error.Found));
    }

    [Fact]
    public void Other_feature_sizes_numbers_that_are_none_and_empty_files_are_refused()
    {
        string sizes = Write("sizes.tsv", [Line(1, 1), Line(2, 1, size: 4)]), nan = Write("nan.tsv", [Line(1, 1, value: float.NaN)]), empty = Write("empty.tsv", []);
        Assert.Contains("image 2", Assert.Throws<InputException>(() => RegionConverter.Convert(new RegionTsvFiles([sizes]), folder.File("a"))).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<InputException>(() => RegionConverter.Convert(new RegionTsvFiles([nan]), folder.File("b"))).Message, StringComparison.Ordinal);
        Assert.Contains("none", Assert.Throws<InputException>(() => RegionConverter.Convert(new RegionTsvFiles([empty]), folder.File("c"))).Message, StringComparison.Ordinal);
    }

    private string Write(string name, string[] lines)
    {
        File.WriteAllText(folder.File(name), string.Concat(lines.Select(line => line + "\n")));
        return folder.File(name);
    }

    private static float[] Features(long id, int regions, int size = FeatureSize) => [.. Enumerable.Range(0, regions * size).Select(i => (id * 10) + (i * 0.25f))];

    private static string Line(long id, int regions, bool lxmert = false, int size = FeatureSize, float? value = null)
    {
        float[] features = Features(id, regions, size), boxes = [.. Enumerable.Range(0, regions).SelectMany(_ => new[] { 10f, 20, 50, 100.5f })];
        if (value is { } given) features[0] = given;
        string tail = string.Create(CultureInfo.InvariantCulture, $"{regions}\t{Base64(boxes)}\t{Base64(features)}");
        return lxmert
            ? string.Create(CultureInfo.InvariantCulture, $"COCO_train2014_{id:D12}\t100\t200\tAAAA\tAAAA\tAAAA\tAAAA\t{tail}")
            : string.Create(CultureInfo.InvariantCulture, $"{id}\t200\t100\t{tail}");
    }

    private static string Base64(float[] numbers) => Convert.ToBase64String(MemoryMarshal.AsBytes(numbers.AsSpan()));

    private sealed class StopAfter(int reports, CancellationTokenSource stop) : IProgress<WorkProgress>
    {
        private int _seen;

        public void Report(WorkProgress value)
        {
            if (++_seen == reports) stop.Cancel();
        }
    }
}
