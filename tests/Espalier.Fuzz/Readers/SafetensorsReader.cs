using System.Text;
using Espalier.Checkpoints;
using Espalier.Sparsity;

namespace Espalier.Fuzz.Readers;

/// <summary>safetensors, plain, with matrices as bits and values, and as masks; and the index of a checkpoint in several files.</summary>
internal sealed class SafetensorsReader : FileReader
{
    private const string Shard = "shard.safetensors", Model = "model.safetensors";

    public SafetensorsReader(string folder) : base(folder)
    {
        if (folder.Length > 0) SafetensorsWriter.Write(In(Shard), [Matrix("a", 2, 9)]);
    }

    public override string Name => "safetensors";

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        yield return ("plain", Written(path => SafetensorsWriter.Write(path, [Matrix("a", 1, 3), TensorEntry.Of("b", [2], new long[] { 1, 2 })], [new("format", "pt")])));
        yield return ("bitmask", Written(path =>
        {
            using SafetensorsFile source = SafetensorsFile.Open(In(Shard));
            SafetensorsWriter.Write(path, SparseBitmaskLayout.Entries(source, new HashSet<string> { "a" }));
        }));
        yield return ("masks", Written(path => MaskFile.Write(path, new MaskSet([new MatrixMask("a", [2, 5], new BitMask(10))]))));
        yield return ("index", Encoding.UTF8.GetBytes($$""" {"metadata":{"total_size":72},"weight_map":{"a":"{{Shard}}"} } """.Trim()));
    }

    public override void Read(byte[] bytes)
    {
        string path = Write(Model, bytes);
        Any(
            () =>
            {
                using ITensorSource file = CheckpointFile.Open(path);
                Tensors.ReadAll(file);
            },
            () => MaskFile.Read(path));
    }

    private static TensorEntry Matrix(string name, int rows, int columns) =>
        TensorEntry.Of(name, [rows, columns], Enumerable.Range(0, rows * columns).Select(i => i % 3 == 0 ? 0f : i).ToArray());
}
