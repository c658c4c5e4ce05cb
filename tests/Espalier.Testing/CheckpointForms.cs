using System.Text.Json;
using Espalier.Checkpoints;

namespace Espalier.Testing;

/// <summary>One checkpoint in each of the forms in which Hugging Face keeps it in a folder. Files are streamed.</summary>
public static class CheckpointForms
{
    private delegate void Writer(ITensorSource source, string folder, IReadOnlyDictionary<string, string> names);

    private delegate void TorchWriter(Stream file, ITensorSource source, IReadOnlyDictionary<string, string> names, string? under = null);

    private const int Shards = 3;

    private static readonly Dictionary<string, Writer> Dense = new()
    {
        ["safetensors"] = (source, folder, names) => Safetensors(folder, Entries(source, names)),
        ["sharded safetensors"] = (source, folder, names) => Sharded(folder, Entries(source, names)),
        ["zip"] = (source, folder, names) => Torch(Path.Combine(folder, "pytorch_model.bin"), source, names, TorchFile.WriteZip),
        ["legacy"] = (source, folder, names) => Torch(Path.Combine(folder, "pytorch_model.bin"), source, names, TorchFile.WriteLegacy),
        ["sharded zip"] = (source, folder, names) => Sharded(folder, source, names, TorchFile.WriteZip),
        ["sharded legacy"] = (source, folder, names) => Sharded(folder, source, names, TorchFile.WriteLegacy),
    };

    private static readonly Dictionary<string, Action<ITensorSource, string>> Sparse = new()
    {
        ["sparse-bitmask"] = (source, folder) => Safetensors(folder, SparseEntries(source)),
        ["sharded sparse-bitmask"] = (source, folder) => Sharded(folder, SparseEntries(source)),
    };

    /// <summary>The forms that have every weight in its place, under whatever name.</summary>
    public static IReadOnlyCollection<string> WithZeros => Dense.Keys;

    /// <summary>The forms that leave zeros out.</summary>
    public static IReadOnlyCollection<string> WithoutZeros => Sparse.Keys;

    /// <summary>Writes a checkpoint under its own names.</summary>
    /// <param name="form">Of <see cref="WithZeros"/> or <see cref="WithoutZeros"/>.</param>
    /// <param name="source">The checkpoint, of F32 and I64.</param>
    /// <param name="folder">Where to.</param>
    public static void Write(string form, ITensorSource source, string folder)
    {
        if (Sparse.TryGetValue(form, out Action<ITensorSource, string>? write)) write(source, folder);
        else Write(form, source, folder, source.Tensors.Keys.ToDictionary(name => name));
    }

    /// <summary>Writes a checkpoint under other names.</summary>
    /// <param name="form">Of <see cref="WithZeros"/>.</param>
    /// <param name="source">The checkpoint.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="names">By the name in the file, that in the source.</param>
    public static void Write(string form, ITensorSource source, string folder, IReadOnlyDictionary<string, string> names) => Dense[form](source, folder, names);

    private static IEnumerable<TensorEntry> Entries(ITensorSource source, IReadOnlyDictionary<string, string> names) =>
        names.Select(name => TensorEntry.From(source, name.Value, name.Key));

    private static IEnumerable<TensorEntry> SparseEntries(ITensorSource source) => SparseBitmaskLayout.Entries(
        source, source.Tensors.Values.Where(info => info.Shape.Count == 2 && info.Type == TensorType.F32).Select(info => info.Name).ToHashSet());

    private static void Safetensors(string folder, IEnumerable<TensorEntry> entries) => SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), entries);

    private static void Sharded(string folder, IEnumerable<TensorEntry> entries)
    {
        TensorEntry[] all = [.. entries];
        foreach (int shard in Enumerable.Range(0, Shards)) SafetensorsWriter.Write(Path.Combine(folder, Shard(shard, "safetensors")), all.Where((_, i) => i % Shards == shard));
        WriteIndex(Path.Combine(folder, "model.safetensors.index.json"), all.Select((entry, i) => (entry.Info.Name, Shard(i, "safetensors"))));
    }

    private static void Sharded(string folder, ITensorSource source, IReadOnlyDictionary<string, string> names, TorchWriter write)
    {
        foreach (int shard in Enumerable.Range(0, Shards)) Torch(Path.Combine(folder, Shard(shard, "bin")), source, names.Where((_, i) => i % Shards == shard).ToDictionary(), write);
        WriteIndex(Path.Combine(folder, "pytorch_model.bin.index.json"), names.Keys.Select((name, i) => (name, Shard(i, "bin"))));
    }

    private static void Torch(string path, ITensorSource source, IReadOnlyDictionary<string, string> names, TorchWriter write)
    {
        using FileStream file = File.Create(path);
        write(file, source, names);
    }

    private static string Shard(int place, string type) => $"part-{(place % Shards) + 1}-of-{Shards}.{type}";

    private static void WriteIndex(string path, IEnumerable<(string Tensor, string File)> map) =>
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(new { weight_map = map.ToDictionary(entry => entry.Tensor, entry => entry.File) }));
}
