using Espalier.Checkpoints;
using Espalier.Testing;

namespace Espalier.Tests.Checkpoints;

public sealed class HostilePickleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Pickles, and what is said of them.</summary>
    private static readonly Dictionary<string, (byte[] Pickle, string Message)> Pickles = new()
    {
        ["os.system"] = (P().Global("os", "system").Text("echo").Raw(0x85).Code("R").Stop(), "the global os.system"),
        ["posix.system by stack"] = (P().Text("posix").Text("system").Raw(0x93).Stop(), "the global posix.system"),
        ["eval"] = (P().Global("builtins", "eval").Stop(), "the global builtins.eval"),
        ["a name with dots"] = (P().Global("torch", "_utils._rebuild_tensor_v2.__globals__").Stop(), "the global torch._utils"),
        ["numpy"] = (P().Global("numpy.core.multiarray", "scalar").Stop(), "the global numpy.core.multiarray.scalar"),
        ["a type that is not supported"] = (P().Storage("0", 4, "ComplexFloatStorage").Stop(), "the global torch.ComplexFloatStorage"),
        ["a call within the arguments of a call"] =
            (P().Global("torch._utils", "_rebuild_parameter").Code("(").Global("builtins", "eval").Text("1").Raw(0x85).Code("R").Raw(0x89).Code(")tR").Stop(), "the global builtins.eval"),
        ["a way to functions by their attributes"] =
            (P().Global("builtins", "getattr").Global("torch._utils", "_rebuild_tensor_v2").Text("__globals__").Raw(0x86).Code("R").Stop(), "the global builtins.getattr"),
        ["a call of what a call gave"] = (P().Global("collections", "OrderedDict").Code(")R)R").Stop(), "a call of something that is no function"),
        ["a call of what a memo holds"] = (P().Code("}q").Raw(3).Code("0h").Raw(3).Code(")R").Stop(), "a call of something that is no function"),
        ["a global of a list for a name"] = (P().Text("os").Code("]").Raw(0x93).Stop(), "a global without a name"),
        ["a pickle inside of a pickle"] = (P().Raw(0x8e, 3, 0, 0, 0, 0, 0, 0, 0, 0x80, 2, (byte)'.').Stop(), "the instruction 0x8e"),
        ["an instance by INST"] = (P().Code("(ios\nsystem\n").Stop(), "the instruction 0x69"),
        ["an instance by OBJ"] = (P().Code("(o").Stop(), "the instruction 0x6f"),
        ["an instance by NEWOBJ"] = (P().Global("collections", "OrderedDict").Code(")").Raw(0x81).Stop(), "the instruction 0x81"),
        ["an instance by NEWOBJ_EX"] = (P().Global("collections", "OrderedDict").Code(")}").Raw(0x92).Stop(), "the instruction 0x92"),
        ["an extension"] = (P().Raw(0x82, 1).Stop(), "the instruction 0x82"),
        ["a long extension"] = (P().Raw(0x84, 1, 0, 0, 127).Stop(), "the instruction 0x84"),
        ["a buffer out of band"] = (P().Raw(0x97).Stop(), "the instruction 0x97"),
        ["a buffer longer than memory"] = (P().Raw(0x96, 255, 255, 255, 255, 255, 255, 255, 127).Stop(), "the instruction 0x96"),
        ["a number of gigabytes"] = (P().Raw(0x8b, 255, 255, 255, 127).Stop(), "the instruction 0x8b"),
        ["a call of a text"] = (P().Text("os.system").Code(")R").Stop(), "a call of something that is no function"),
        ["a call of a storage class"] = (P().Global("torch", "FloatStorage").Code(")R").Stop(), "torch.FloatStorage with wrong arguments"),
        ["a call with a list"] = (P().Global("collections", "OrderedDict").Code("]R").Stop(), "a call of something"),
        ["a tensor without arguments"] = (P().Global("torch._utils", "_rebuild_tensor_v2").Code(")R").Stop(), "_rebuild_tensor_v2 with wrong arguments"),
        ["a tensor of a text"] = (P().Global("torch._utils", "_rebuild_tensor_v2").Code("(").Text("0").Whole(0).Code("))tR").Stop(), "with wrong arguments"),
        ["a shape of texts"] = (P().Global("torch._utils", "_rebuild_tensor_v2").Code("(").Storage("0", 4).Whole(0).Text("4").Raw(0x85).Code(")tR").Stop(), "a shape or strides"),
        ["a parameter of a parameter class"] = (P().Global("torch._utils", "_rebuild_parameter").Wholes(1, 2).Code("R").Stop(), "_rebuild_parameter with wrong arguments"),
        ["a state for a tensor"] = (P().Tensor("0", 4, 0, [4], [1]).Code("}b").Stop(), "a state of something else"),
        ["a persistent id that is a text"] = (P().Text("0").Code("Q").Stop(), "a malformed persistent id"),
        ["a persistent id of a module"] =
            (P().Code("(").Text("module").Global("torch", "FloatStorage").Text("0").Text("cpu").Whole(4).Code("tQ").Stop(), "a malformed persistent id"),
        ["a persistent id of no class"] = (P().Code("(").Text("storage").Global("torch", "float32").Text("0").Text("cpu").Whole(4).Code("tQ").Stop(), "a malformed persistent id"),
        ["a persistent id that is None"] = (P().Code("NQ").Stop(), "a malformed persistent id"),
        ["a persistent id by a line"] = (P().Code("P0\n").Stop(), "the instruction 0x50"),
        ["a persistent id of an empty tuple"] = (P().Code(")Q").Stop(), "a malformed persistent id"),
        ["a persistent id that is a list"] = (P().Code("](").Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Whole(4).Code("eQ").Stop(), "a malformed persistent id"),
        ["a persistent id with a number for a key"] =
            (P().Code("(").Text("storage").Global("torch", "FloatStorage").Whole(0).Text("cpu").Whole(4).Code("tQ").Stop(), "a malformed persistent id"),
        ["a persistent id with a text for a count"] =
            (P().Code("(").Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Text("4").Code("tQ").Stop(), "a malformed persistent id"),
        ["a persistent id with a Boolean for a count"] =
            (P().Code("(").Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Raw(0x88).Code("tQ").Stop(), "a malformed persistent id"),
        ["a persistent id of a persistent id"] = (P().Storage("0", 4).Code("Q").Stop(), "a malformed persistent id"),
        ["a negative count"] = (P().Storage("0", -4).Stop(), "a malformed persistent id"),
        ["a count that overflows"] = (P().Storage("0", long.MaxValue).Stop(), "a malformed persistent id"),
        ["a view of a storage"] = (P().Code("(").Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Whole(4).Code(")tQ").Stop(), "a malformed persistent id"),
        ["a storage that is not there"] = (P().Tensor("../1", 4, 0, [4], [1]).Stop(), "no entry \"m/data/../1\""),
        ["a storage of the pickle itself"] = (P().Tensor("../data.pkl", 4, 0, [4], [1]).Stop(), "no entry \"m/data/../data.pkl\""),
        ["a storage too short for its count"] = (P().Tensor("0", 1L << 40, 0, [4], [1]).Stop(), "16 bytes; expected 4398046511104"),
        ["a storage longer than its count"] = (P().Tensor("0", 3, 0, [3], [1]).Stop(), "16 bytes; expected 12"),
        ["a storage of a wider type"] = (P().Tensor("0", 4, 0, [4], [1], "DoubleStorage").Stop(), "16 bytes; expected 32"),
        ["a storage of another length"] = (P().Tensor("0", 5, 0, [5], [1]).Stop(), "16 bytes; expected 20"),
        ["strides that leave the storage"] = (P().Tensor("0", 4, 0, [2, 2], [3, 1]).Stop(), "element 4 of a storage of 4"),
        ["strides that overflow"] = (P().Tensor("0", 4, 0, [2, 2], [long.MaxValue, long.MaxValue]).Stop(), "of a storage of 4"),
        ["strides that go back"] = (P().Tensor("0", 4, 3, [4], [-1]).Stop(), "the offset 3"),
        ["too few strides"] = (P().Tensor("0", 4, 0, [2, 2], [1]).Stop(), "1 strides for 2 dimensions"),
        ["an offset that overflows"] = (P().Tensor("0", 4, long.MaxValue, [1], [1]).Stop(), "the offset 9223372036854775807"),
        ["an offset of a text"] = (P().Global("torch._utils", "_rebuild_tensor_v2").Code("(").Storage("0", 4).Text("0").Wholes(4).Wholes(1).Code("tR").Stop(), "with wrong arguments"),
        ["more dimensions than any tensor has"] = (P().Tensor("0", 4, 0, Ones(17), Ones(17)).Stop(), "the shape [1, 1,"),
        ["an offset beyond the end"] = (P().Tensor("0", 4, 1, [4], [1]).Stop(), "element 4 of a storage of 4"),
        ["a negative offset"] = (P().Tensor("0", 4, -1, [4], [1]).Stop(), "the offset -1"),
        ["a scalar that is repeated into terabytes"] = (P().Tensor("0", 4, 0, [1L << 40], [0]).Stop(), "1099511627776 elements in a storage of 4"),
        ["a shape that overflows"] = (P().Tensor("0", 4, 0, [1L << 62, 1L << 62], [0, 0]).Stop(), "the shape [4611686018427387904"),
        ["a negative dimension"] = (P().Tensor("0", 4, 0, [-4], [1]).Stop(), "the shape [-4]"),
        ["a text longer than the file"] = (P().Code("X").Raw(255, 255, 255, 255).Stop(), "a text of 4294967295 bytes"),
        ["a text longer than memory"] = (P().Raw(0x8d, 255, 255, 255, 255, 255, 255, 255, 127).Stop(), "a text of 9223372036854775807 bytes"),
        ["a text that is not utf8"] = (P().Raw(0x8c, 1, 0xff).Stop(), "valid UTF-8"),
        ["no end"] = (P().Code("}").Bytes, "an early end"),
        ["no end of a line"] = (P().Code("cos").Bytes, "a name without an end"),
        ["an empty stack"] = (P().Code("0").Stop(), "an empty stack"),
        ["a value behind a mark"] = (P().Code("}(s").Stop(), "an empty stack"),
        ["no mark"] = (P().Code("}u").Stop(), "no mark"),
        ["two values"] = (P().Code("}}").Stop(), "other than one value"),
        ["an odd pair"] = (P().Code("}(Nu").Stop(), "pairs for something else"),
        ["an append to a dictionary"] = (P().Code("}Na").Stop(), "an append to something else"),
        ["a memo that is not there"] = (P().Code("h").Raw(7).Stop(), "memo 7"),
        ["a protocol of the future"] = (P().Raw(0x80, 9).Stop(), "a protocol"),
        ["a dictionary that contains itself"] = (P().Code("}q").Raw(0).Text("a").Code("h").Raw(0).Code("s").Stop(), "more than 32 levels"),
        ["a list that contains itself"] = (P().Code("]q").Raw(0).Code("h").Raw(0).Code("a").Stop(), "more than 32 levels"),
        ["two dictionaries that contain each other"] =
            (P().Code("}q").Raw(0).Text("a").Code("}q").Raw(1).Text("b").Code("h").Raw(0).Code("ss").Stop(), "more than 32 levels"),
        ["tuples that double"] = (Doubling(), "characters in all"),
        ["a billion laughs"] = (Laughs(), "more than 1048576 values"),
        ["very deep lists"] = (P().Code(string.Concat(Enumerable.Repeat("(", 50_000))).Code(string.Concat(Enumerable.Repeat("t", 50_000))).Stop(), "more than 32 levels"),
        ["a name twice"] = (P().Code("}(").Text("a").Tensor("0", 4, 0, [4], [1]).Text("a").Tensor("0", 4, 0, [4], [1]).Code("u").Stop(), "the name twice"),
        ["a key that is a tuple"] = (P().Code("})Ns").Stop(), "neither text nor an integer"),
        ["a storage as a value"] = (P().Storage("0", 4).Stop(), "found a storage"),
    };

    public static TheoryData<string> Names => [.. Pickles.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_pickle_that_is_hostile_or_broken_is_refused(string name)
    {
        // Those that must be walked to be found out may use more.
        long mostBytes = name is "a billion laughs" or "tuples that double" or "very deep lists" ? 256 << 20 : 1 << 20;
        string path = _folder.Write("m.bin", ZipWriter.Checkpoint(Pickles[name].Pickle));
        Hostile.AssertRefused(Open, path, Pickles[name].Message, mostBytes);
    }

    [Fact]
    public void More_instructions_than_any_model_needs_are_refused()
    {
        string path = _folder.Write("m.bin", ZipWriter.Checkpoint(P().Raw(Enumerable.Repeat((byte)'}', 10_000_000).ToArray()).Stop()));
        Hostile.AssertRefused(Open, path, "instructions", 256 << 20);
    }

    [Fact]
    public void Names_that_grow_with_every_level_are_refused()
    {
        PickleWriter pickle = P().Text(new string('x', 1 << 20)).Code("q").Raw(0).Code("0}(");
        for (int i = 0; i < 64; i++) pickle.Code("h").Raw(0).Code("N");
        string path = _folder.Write("m.bin", ZipWriter.Checkpoint(pickle.Code("u").Stop()));
        Hostile.AssertRefused(Open, path, "characters in all", 256 << 20);
    }

    [Fact]
    public void A_tensor_of_many_names_is_refused()
    {
        using (PyTorchFile file = Open(64)) Assert.Equal(64, file.Tensors.Count);
        Hostile.AssertRefused(_ => Open(65), _folder.File("m.bin"), "1,040 bytes, of 16 that are stored");

        PyTorchFile Open(int names)
        {
            PickleWriter pickle = P().Tensor("0", 4, 0, [4], [1]).Code("q").Raw(0).Code("0}(");
            for (int name = 0; name < names; name++) pickle.Text($"{name}").Code("h").Raw(0);
            return PyTorchFile.Open(_folder.Write("m.bin", ZipWriter.Checkpoint(pickle.Code("u").Stop())));
        }
    }

    [Fact]
    public void The_tensor_that_the_others_vary_is_read()
    {
        using PyTorchFile file = PyTorchFile.Open(_folder.Write("m.bin", ZipWriter.Checkpoint(P().Tensor("0", 4, 0, [4], [1]).Stop())));
        Assert.Equal(new float[4], file.ReadFloats("tensor"));
    }

    [Fact]
    public void A_stride_that_is_never_taken_may_be_anything()
    {
        // PyTorch writes such strides for dimensions of 1.
        using PyTorchFile file = PyTorchFile.Open(_folder.Write("m.bin", ZipWriter.Checkpoint(P().Tensor("0", 4, 0, [1, 2], [long.MaxValue, 2]).Stop())));
        Assert.Equal(new float[2], file.ReadFloats("tensor"));
    }

    private static PickleWriter P() => new();

    /// <summary>Each dictionary holds the one before it twice, so that there are 2^25 ways through them.</summary>
    private static byte[] Laughs()
    {
        PickleWriter pickle = P().Code("}q").Raw(0);
        for (byte level = 1; level < 26; level++)
        {
            pickle.Code("}(").Text("").Code("h").Raw((byte)(level - 1)).Text("").Code("h").Raw((byte)(level - 1)).Code("uq").Raw(level);
        }
        // All but the last are dropped from the stack.
        return pickle.Raw(0x94).Code("0").Raw(Enumerable.Repeat((byte)'0', 25).ToArray()).Code("h").Raw(25).Stop();
    }

    /// <summary>Pairs of the pair before, thirty deep: 2^30 ways.</summary>
    private static byte[] Doubling()
    {
        PickleWriter pickle = P().Code("N");
        for (byte level = 0; level < 30; level++) pickle.Code("q").Raw(level).Code("h").Raw(level).Raw(0x86);
        return pickle.Stop();
    }

    private static long[] Ones(int count) => [.. Enumerable.Repeat(1L, count)];

    private static void Open(string path) => PyTorchFile.Open(path).Dispose();
}
