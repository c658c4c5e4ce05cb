using Espalier.Checkpoints;
using Espalier.Testing;

namespace Espalier.Tests.Checkpoints;

/// <summary>Files that end too soon, at every byte at which they can.</summary>
public sealed class TruncatedPyTorchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pickle_of_every_instruction_is_read_whole_and_refused_at_every_byte_before_its_end()
    {
        byte[] pickle = EveryInstruction();
        using (ITensorSource file = CheckpointFile.Open(_folder.Write("m.bin", ZipWriter.Checkpoint(pickle))))
        {
            Assert.Equal(["tensor", "parameter"], file.Tensors.Keys);
            Assert.Equal("F32 [2, 2]", file.Tensors["parameter"].ToString());
            Assert.Equal(Expected, file.Metadata.Select(entry => $"{entry.Key}={entry.Value}"));
        }
        for (int length = 0; length < pickle.Length; length++) Refused(ZipWriter.Checkpoint(pickle[..length]), "m/data.pkl, byte");
    }

    [Fact]
    public void A_legacy_file_is_refused_at_every_byte_before_its_end()
    {
        byte[] whole = File.ReadAllBytes(Golden.PathOf("containers", "varieties_legacy.bin"));
        CheckpointFile.Open(_folder.Write("m.bin", whole)).Dispose();
        for (int length = 0; length < whole.Length; length++) Refused(whole[..length], "found");
    }

    [Fact]
    public void An_archive_is_refused_at_every_byte_before_its_end()
    {
        byte[] whole = File.ReadAllBytes(Golden.PathOf("containers", "varieties.bin"));
        CheckpointFile.Open(_folder.Write("m.bin", whole)).Dispose();
        for (int length = 0; length < whole.Length; length++) Refused(whole[..length], "found");
    }

    private static string[] Expected =>
    [
        "numbers.0=1", "numbers.1=258", "numbers.2=-1", "numbers.3=7", "numbers.4=true", "numbers.5=12", "numbers.6=34", "numbers.7=0.5", "numbers.8=true", "numbers.9=false",
        "texts.0=short", "texts.1=older", "texts.2=longest", "texts.3=quoted", "texts.4=plain", "tuples.0.0=5", "tuples.1.0=5", "tuples.1.1=5", "tuples.2.0=5", "tuples.2.1=5",
        "tuples.2.2=5", "tuples.3=torch.float32", "lists.0.0=5", "dictionary.k=5", "size.0=2", "size.1=2",
    ];

    private static byte[] EveryInstruction()
    {
        PickleWriter p = new PickleWriter().Raw(0x95, 0, 0, 0, 0, 0, 0, 0, 0);
        p.Global("collections", "OrderedDict").Code(")R(");
        p.Text("numbers").Code("(").Raw((byte)'K', 1).Raw((byte)'M', 2, 1).Raw((byte)'J', 255, 255, 255, 255).Whole(7).Code("I01\nI12\nL34L\n")
            .Raw((byte)'G', 0x3f, 0xe0, 0, 0, 0, 0, 0, 0).Raw(0x88, 0x89).Code("t");
        p.Text("texts").Code("(").Raw(0x8c, 5).Code("short").Raw((byte)'U', 5).Code("older").Raw(0x8d, 7, 0, 0, 0, 0, 0, 0, 0).Code("longest").Code("S'quoted'\nVplain\nt");
        // Memos: put and got by a byte, by four, by a line, and by their number.
        p.Text("tuples").Code("(").Raw((byte)'K', 5).Raw((byte)'q', 9).Raw(0x85);
        p.Raw((byte)'h', 9).Raw((byte)'r', 10, 0, 0, 0).Raw((byte)'j', 10, 0, 0, 0).Raw(0x86);
        p.Raw((byte)'h', 9).Code("p11\ng11\n").Raw(0x94).Raw((byte)'h', 3).Raw(0x87);
        p.Text("torch").Text("float32").Raw(0x93).Code("t");
        p.Text("lists").Code("]]").Raw((byte)'h', 9).Code("aa((le");
        p.Text("dictionary").Code("(").Text("k").Raw((byte)'h', 9).Code("d");
        p.Text("size").Global("torch", "Size").Wholes(2, 2).Raw(0x85).Code("R");
        p.Text("nothing").Code("N");
        p.Text("tensor").Tensor("0", 4, 0, [4], [1]);
        p.Text("parameter").Global("torch._utils", "_rebuild_parameter").Code("(").Tensor("0", 4, 0, [2, 2], [1, 2]).Raw(0x89).Code("}tR");
        p.Text("once").Code("0");
        return p.Code("u}").Text("_metadata").Code("}sb").Stop();
    }

    private void Refused(byte[] file, string message)
    {
        string path = _folder.Write("m.bin", file);
        InputException error = Assert.Throws<InputException>(() => CheckpointFile.Open(path).Dispose());
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
