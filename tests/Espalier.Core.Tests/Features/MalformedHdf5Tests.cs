using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Espalier.Features;
using Espalier.Testing;
using PureHDF;
using PureHDF.Selections;

namespace Espalier.Tests.Features;

public sealed class MalformedHdf5Tests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Arrays_that_are_missing_or_do_not_go_together_are_told()
    {
        Expect("neither features nor groups", ("other", new int[3]));
        Expect("no boxes", ("features", new float[2, 3, 4]));
        Expect("[2, 2, 4]", ("features", new float[2, 3, 4]), ("boxes", new float[2, 2, 4]));
        Expect("[2, 3, 3]", ("features", new float[2, 3, 4]), ("boxes", new float[2, 3, 3]));
        Expect("[1, 1025, 4096]", ("features", new float[1, 1025, 4096]), ("boxes", new float[1, 1025, 4]));
        Expect("[1025, 4096]", ("1", new H5Group { ["features"] = new float[1025, 4096], ["boxes"] = new float[1025, 4] }));
        Expect("1025 regions", ("features", new float[1025, 4096]), ("boxes", new float[1025, 4]), ("pos_boxes", new[,] { { 0, 1025 } }), ("image_ids", new long[] { 1 }));
        Expect("[6]", ("features", new float[6]), ("boxes", new float[6]));
        Expect("no pos_boxes", ("features", new float[6, 4]), ("boxes", new float[6, 4]));
        Expect("[2, 3]", ("features", new float[6, 4]), ("boxes", new float[6, 4]), ("pos_boxes", new int[2, 3]));
        Expect("none", Good());
        Expect("[3]", [.. Good(), ("image_ids", new long[3])]);
        Expect("image 5 twice", [.. Good(), ("image_ids", new long[] { 5, 5 })]);
        Expect("values of kind FloatingPoint", [.. Good(), ("image_ids", new double[2])]);
        Expect("'cat'", [.. Good(), ("image_ids", new[] { "1", "cat" })]);
        Expect("a text that was never written", [.. Good(), ("image_ids", new string?[] { "1", null })]);
        Expect("values of kind VariableLength", ("features", Texts(2, 3, 4)), ("boxes", new float[2, 3, 4]), ("image_ids", new long[] { 1, 2 }));
        Expect("a name of 5001 letters", ($"{new string('x', 5_000)}7", new H5Group()));
        Expect("group cat", ("cat", new H5Group()));
        Expect("not all arrays", ("1", new H5Group { ["features"] = new float[2, 4] }));
        Expect("[2, 3]", ("1", new H5Group { ["features"] = new float[2, 4], ["boxes"] = new float[2, 3] }));
        Expect("no array", ("features", new H5Group()));
    }

    [Fact]
    public void Regions_sizes_and_boxes_that_cannot_be_are_told_with_their_image()
    {
        (string, object) ids = ("image_ids", new long[] { 5, 6 });
        Expect("0 regions", [.. Good(), ids, ("num_boxes", new[] { 2, 0 })]);
        Expect("[3]", [.. Good(), ids, ("num_boxes", new int[3])]);
        Expect("0 to 9", ("features", new float[6, 4]), ("boxes", new float[6, 4]), ("pos_boxes", new[,] { { 0, 9 }, { 1, 2 } }), ids);
        Expect("9 regions in all", ("features", new float[6, 4]), ("boxes", new float[6, 4]), ("pos_boxes", new[,] { { 0, 5 }, { 2, 6 } }), ids);
        Expect("-1 regions", ("features", new float[6, 4]), ("boxes", new float[6, 4]), ("pos_boxes", new[,] { { 3, 2 }, { 1, 2 } }), ids);
        Expect("a picture of 0 x 100", [.. Good(), ids, ("image_w", new[] { 0, 200 }), ("image_h", new[] { 100, 100 })]);
        InputException pixels = Expect("boxes outside", ("features", Filled(2, 1, 4)), ("boxes", new float[,,] { { { 1, 2, 30, 40 } }, { { 1, 2, 3, 4 } } }), ids);
        Assert.Equal("image 5 (row 0)", pixels.Place);
        Assert.Contains("image_w", pixels.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"1\": 0, \"2\": 2 }", "row 2")]
    [InlineData("{ \"1\": 0, \"2\": 0 }", "row 0, which")]
    [InlineData("{ \"1\": 0, \"COCO_1\": 1 }", "image 1 twice")]
    [InlineData("{ \"cat\": 0 }", "'cat'")]
    [InlineData("{ \"1\": 0.5 }", "'0.5'")]
    [InlineData("[1, null]", "'null'")]
    [InlineData("[]", "no images")]
    [InlineData("7", "a Number")]
    [InlineData("{", "Expected")]
    [InlineData("{ \"\\ud800\": 0 }", "surrogate")]
    [InlineData("[\"\\ud800\", 1]", "surrogate")]
    public void Id_maps_that_do_not_fit_are_told(string json, string found)
    {
        string file = Write(Good()), map = folder.File("ids.json");
        File.WriteAllText(map, json);
        InputException error = Assert.Throws<InputException>(() => Convert(file, map));
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
        Assert.Equal(map, error.File);
    }

    [Fact]
    public void An_id_map_that_unpacks_to_far_more_than_there_are_images_is_not_read()
    {
        string file = Write(Good()), map = folder.File("ids.json");
        using (GZipStream packed = new(File.Create(map), CompressionLevel.Fastest)) packed.Write(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, 1 << 20))}]"));
        Assert.Contains("more than", Assert.Throws<InputException>(() => Convert(file, map)).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_map_that_is_not_UTF8_is_told()
    {
        byte[] json = [.. "{ \""u8, 0xFF, .. "1\": 0 }"u8];
        string file = Write(Good()), map = folder.Write("ids.json", json);
        Assert.Equal(map, Assert.Throws<InputException>(() => Convert(file, map)).File);
    }

    [Fact]
    public void An_image_that_a_stopped_writer_did_not_come_to_is_refused()
    {
        (float[,,] features, float[,,] boxes) = (Filled(3, 2, 4), Filled(3, 2, 4));
        Array.Clear(features, 2 * 2 * 4, 2 * 4);
        (string, object) ids = ("image_ids", new long[] { 5, 6, 7 });
        InputException error = Expect("features that are all 0", ("features", features), ("boxes", boxes), ids);
        Assert.Equal("image 7 (row 2)", error.Place);
        Expect("boxes that are all 0", ("features", boxes), ("boxes", features), ids);
        Expect("group 7: boxes that are all 0", ("7", new H5Group { ["features"] = new[,] { { 1f } }, ["boxes"] = new float[1, 4] }));

        // Chunks of which the last was never written, as h5py leaves them when it is killed.
        H5Dataset<float[,,]> some = new(fileDims: [3, 2, 4], chunks: [1, 2, 4]);
        H5File file = new() { ["features"] = some, ["boxes"] = boxes, ["image_ids"] = new long[] { 5, 6, 7 } };
        using (H5NativeWriter writer = file.BeginWrite(folder.File("some.h5")))
            writer.Write(some, Filled(2, 2, 4), fileSelection: new HyperslabSelection(3, [0, 0, 0], [2, 2, 4]));
        Assert.Equal("image 7 (row 2)", Assert.Throws<InputException>(() => Convert(folder.File("some.h5"))).Place);
    }

    [Fact]
    public void Chunks_of_other_axes_than_the_array_are_refused()
    {
        // A layout message of h5py for chunks is: version 3, kind 2, one more than the axes, where the index is, the chunk's lengths and bytes of a number.
        byte[] bytes = File.ReadAllBytes(Golden.PathOf("hdf5", "train36.hdf5"));
        byte[] contiguous = [8, 0, 24, 0, 0, 0, 0, 0, 3, 1], chunks = [3, 2, 3, .. new byte[8], 4, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0];
        chunks.CopyTo(bytes, bytes.AsSpan().IndexOf(contiguous) + 8);
        File.Copy(Golden.PathOf("hdf5", "train36_imgid2idx.pkl"), folder.File("file_imgid2idx.pkl"));
        Assert.Contains("as many axes", Assert.Throws<InputException>(() => Convert(folder.Write("file.h5", bytes))).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_file_cannot_have_large_arrays()
    {
        const long rows = 777;
        H5Dataset spans = new(new long[rows, 2], chunks: [7, 2]);
        byte[] bytes = File.ReadAllBytes(Write(("features", Filled(6, 4)), ("boxes", Filled(6, 4)), ("pos_boxes", spans)));
        for (int at; (at = bytes.AsSpan().IndexOf(BitConverter.GetBytes(rows))) >= 0;) BitConverter.TryWriteBytes(bytes.AsSpan(at), 1L << 26);
        string file = folder.Write("large.h5", bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("all of them were written", Assert.Throws<InputException>(() => Convert(file)).Expected, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 26);
    }

    [Fact]
    public void An_array_within_its_header_cannot_be_larger_than_the_file()
    {
        const long rows = 77, numbers = 31;
        H5Group image = new() { ["features"] = new float[rows, numbers], ["boxes"] = new float[rows, 4] };
        new H5File { ["5"] = image }.Write(folder.File("whole.h5"), new H5WriteOptions(PreferCompactDatasetLayout: true));
        byte[] bytes = File.ReadAllBytes(folder.File("whole.h5"));
        foreach ((long now, long then) in new[] { (rows, 1L << 12), (numbers, 1L << 16) })
        {
            for (int at; (at = bytes.AsSpan().IndexOf(BitConverter.GetBytes(now))) >= 0;) BitConverter.TryWriteBytes(bytes.AsSpan(at), then);
        }
        string file = folder.Write("large.h5", bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("cut short", Assert.Throws<InputException>(() => Convert(file)).Expected, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 26);
    }

    [Fact]
    public void Ids_cannot_be_one_long_text_over_and_over()
    {
        const int rows = 3_000, letters = 100_000;
        string[] ids = [new string('7', letters), .. Enumerable.Range(1, rows - 1).Select(id => $"{id}")];
        byte[] bytes = File.ReadAllBytes(Write(("features", Filled(rows, 1, 4)), ("boxes", Filled(rows, 1, 4)), ("image_ids", ids)));
        // A text's place, 16 bytes, begins with its length, as the text itself does further up in the file.
        int first = bytes.AsSpan().LastIndexOf(BitConverter.GetBytes(letters));
        for (int row = 1; row < rows; row++) bytes.AsSpan(first, 16).CopyTo(bytes.AsSpan(first + (16 * row)));
        string file = folder.Write("long.h5", bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("a text of 100000 letters", Assert.Throws<InputException>(() => Convert(file)).Found, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 28);
    }

    [Fact]
    public void Pickles_that_want_more_than_plain_data_are_refused()
    {
        string file = Write(Good());
        foreach ((byte[] pickle, string found) in new[]
        {
            (new PickleWriter().Global("os", "system").Code("(").Text("true").Code("tR").Stop(), "os.system"),
            ("cos\nsystem\n(S'true'\ntR."u8.ToArray(), "os.system"),
            ("(dp0\nI1\nS'a\\x00'\ns."u8.ToArray(), "the text"),
            ("(dp0\nI99999999999999999999\nI0\ns."u8.ToArray(), "the number"),
            ("(dpx\n."u8.ToArray(), "memo x"),
            ("(dp0\nI1\nNs."u8.ToArray(), "nothing"),
            ("(dp0\nI1\nI0\n"u8.ToArray(), "an early end"),
            ("I7\n."u8.ToArray(), "'7'"),
        })
        {
            string map = folder.Write("ids.pkl", pickle);
            Assert.Contains(found, Assert.Throws<InputException>(() => Convert(file, map)).Found, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("elsewhere.h5", "contiguous")]
    [InlineData("linked.h5", "contiguous")]
    [InlineData("linked.h5", "chunked")]
    [InlineData("linked.h5", "compact")]
    [InlineData("linked.h5", "texts")]
    public void What_lies_in_another_file_is_refused(string name, string layout)
    {
        // The name of the other file is a row of 240 x, to be written over.
        byte[] bytes = File.ReadAllBytes(Golden.PathOf("hdf5", name));
        string other = folder.File("other.h5");
        object array = layout == "texts" ? Texts(3, 4, 5) : new H5Dataset(Filled(3, 4, 5), chunks: layout == "chunked" ? [1, 4, 5] : null);
        new H5File { ["image_features"] = array }.Write(other, new H5WriteOptions(PreferCompactDatasetLayout: layout == "compact"));
        Encoding.UTF8.GetBytes(folder.Path + "other.h5".PadLeft(240 - Encoding.UTF8.GetByteCount(folder.Path), '/')).CopyTo(bytes, bytes.AsSpan().IndexOf("xxxx"u8));
        Assert.Contains("another file", Assert.Throws<InputException>(() => Convert(folder.Write(name, bytes))).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Chunks_across_too_many_images_are_refused_with_what_helps()
    {
        H5Dataset<float[]> features = new(fileDims: [1 << 14, 36, 2048], chunks: [1 << 14, 1, 64]);
        H5File file = new() { ["features"] = features, ["boxes"] = new float[2, 3, 4] };
        using (file.BeginWrite(folder.File("wide.h5")))
        {
        }
        Assert.Contains("h5repack", Assert.Throws<InputException>(() => Convert(folder.File("wide.h5"))).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_file_cannot_list_groups_without_end()
    {
        byte[] bytes = File.ReadAllBytes(Golden.PathOf("hdf5", "groups.h5"));
        int tree = bytes.AsSpan().IndexOf("TREE"u8);
        long leaf = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(tree + 32));
        // A root whose every entry is the same node, whose every entry is the same leaf, of three groups: millions of them in a small file.
        byte[] node = Node(level: 0, child: leaf), root = Node(level: 1, child: bytes.Length + node.Length);
        byte[] before = BitConverter.GetBytes((long)tree), now = BitConverter.GetBytes((long)bytes.Length);
        for (int at = bytes.AsSpan().IndexOf(before); at >= 0; at = bytes.AsSpan().IndexOf(before)) now.CopyTo(bytes, at);
        Assert.Contains("room for", Assert.Throws<InputException>(() => Convert(folder.Write("many.h5", [.. bytes, .. root, .. node]))).Found, StringComparison.Ordinal);

        byte[] Node(byte level, long child)
        {
            const ushort entries = 3_000;
            byte[] made = new byte[24 + (entries * 16) + 8];
            bytes.AsSpan(tree, 24).CopyTo(made);
            made[5] = level;
            BinaryPrimitives.WriteUInt16LittleEndian(made.AsSpan(6), entries);
            for (int i = 0; i < entries; i++) BinaryPrimitives.WriteInt64LittleEndian(made.AsSpan(32 + (i * 16)), child);
            return made;
        }
    }

    [Fact]
    public void The_names_of_an_images_arrays_cannot_be_as_long_as_the_file()
    {
        // The heap of a group's names has its length behind 8 bytes; the last one is that of an image.
        byte[] bytes = [.. File.ReadAllBytes(Golden.PathOf("hdf5", "groups.h5")), .. new byte[2 << 20]];
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(bytes.AsSpan().LastIndexOf("HEAP"u8) + 8), 1 << 21);
        InputException error = Assert.Throws<InputException>(() => Convert(folder.Write("long.h5", bytes)));
        Assert.Contains("without an end", error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_several_kinds_and_maps_that_nothing_needs_are_refused()
    {
        string file = Write(Good()), tsv = folder.File("a.tsv");
        File.WriteAllText(tsv, "1\t2\n");
        Assert.Contains("one kind", Assert.Throws<InputException>(() => RegionFiles.Open([file, tsv], [])).Expected, StringComparison.Ordinal);
        Assert.Contains("only HDF5", Assert.Throws<InputException>(() => RegionFiles.Open([tsv], ["ids.json"])).Expected, StringComparison.Ordinal);
        Assert.Contains("2 for 1", Assert.Throws<InputException>(() => RegionFiles.Open([file], ["a.json", "b.json"]).FeatureSize).Found, StringComparison.Ordinal);
        Assert.Contains("named by", Assert.Throws<InputException>(() => Convert(Golden.PathOf("hdf5", "groups.h5"), file)).Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train36.hdf5")]
    [InlineData("packed.h5")]
    [InlineData("groups.h5")]
    public void Damaged_files_are_converted_or_refused_with_a_message(string name)
    {
        byte[] whole = File.ReadAllBytes(Golden.PathOf("hdf5", name));
        File.Copy(Golden.PathOf("hdf5", "train36_imgid2idx.pkl"), folder.File("file_imgid2idx.pkl"));
        Random random = new(5);
        int refused = 0;
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = i < 20 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (int edit = i < 20 ? 0 : random.Next(1, 4); edit > 0; edit--)
            {
                int at = random.Next(bytes.Length - 8);
                if (random.Next(2) == 0) bytes[at] = (byte)random.Next(256);
                else BitConverter.TryWriteBytes(bytes.AsSpan(at), random.Next(4) == 0 ? -1L : random.NextInt64());
            }
            string file = folder.Write("file.h5", bytes);
            try
            {
                Convert(file);
            }
            catch (InputException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 40, 200);
    }

    private static (string, object)[] Good() => [("features", Filled(2, 3, 4)), ("boxes", Filled(2, 3, 4))];

    private static float[,,] Filled(int a, int b, int c)
    {
        float[,,] numbers = new float[a, b, c];
        MemoryMarshal.CreateSpan(ref numbers[0, 0, 0], numbers.Length).Fill(0.5f);
        return numbers;
    }

    private static float[,] Filled(int a, int b)
    {
        float[,] numbers = new float[a, b];
        MemoryMarshal.CreateSpan(ref numbers[0, 0], numbers.Length).Fill(0.5f);
        return numbers;
    }

    private static string[,,] Texts(int a, int b, int c)
    {
        string[,,] texts = new string[a, b, c];
        for (int i = 0; i < texts.Length; i++) texts[i / (b * c), i / c % b, i % c] = "x";
        return texts;
    }

    private InputException Expect(string found, params (string Name, object Value)[] arrays)
    {
        string file = Write(arrays);
        InputException error = Assert.Throws<InputException>(() => Convert(file));
        Assert.Contains(found, $"{error.Place}: {error.Found}", StringComparison.Ordinal);
        Assert.Equal(file, error.File);
        return error;
    }

    private string Write(params (string Name, object Value)[] arrays)
    {
        H5File file = [];
        foreach ((string name, object value) in arrays) file[name] = value;
        file.Write(folder.File("file.h5"));
        return folder.File("file.h5");
    }

    private void Convert(string file, params string[] idMaps)
    {
        using IRegionSource source = RegionFiles.Open([file], idMaps);
        RegionConverter.Convert(source, folder.File("out"));
    }
}
