using Espalier.Checkpoints;
using Espalier.Testing;

namespace Espalier.Fuzz.Readers;

/// <summary>What torch.save writes, in both of its formats.</summary>
internal sealed class PyTorchReader(string folder) : FileReader(folder)
{
    public override string Name => "pytorch";

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        Dictionary<string, string> names = new() { ["layer.weight"] = "a", ["layer.position_ids"] = "b" };
        string path = In("source");
        SafetensorsWriter.Write(path, [TensorEntry.Of("a", [2, 3], new float[] { 1, 2, 3, 4, 5, 6 }), TensorEntry.Of("b", [1, 2], new long[] { 0, 1 })]);
        using SafetensorsFile source = SafetensorsFile.Open(path);
        yield return ("zip", TorchFile.Zip(source, names));
        yield return ("zip-nested", TorchFile.Zip(source, names, "state_dict"));
        yield return ("legacy", TorchFile.Legacy(source, names));
        yield return ("legacy-nested", TorchFile.Legacy(source, names, "model"));
        yield return ("strides", ZipWriter.Checkpoint(new PickleWriter().Code("}").Text("t").Tensor("0", 4, 1, [3, 1, 0], [1, 7, 2]).Code("s").Stop()));
        foreach (string file in (string[])["nested.bin", "varieties.bin", "varieties_legacy.bin"]) yield return (file, File.ReadAllBytes(Golden.PathOf("containers", file)));
    }

    public override void Read(byte[] bytes)
    {
        using PyTorchFile file = PyTorchFile.Open(Write("model.bin", bytes));
        Tensors.ReadAll(file);
    }
}
