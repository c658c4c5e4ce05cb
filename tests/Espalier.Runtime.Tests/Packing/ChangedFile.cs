using System.Runtime.InteropServices;
using Espalier.Checkpoints;

namespace Espalier.Tests.Packing;

/// <summary>A packed file taken apart, to be put together again with something changed.</summary>
internal sealed class ChangedFile
{
    private readonly OrderedDictionary<string, (TensorType Type, long[] Shape, byte[] Bytes)> _tensors = [];

    public ChangedFile(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        foreach (TensorInfo info in file.Tensors.Values) _tensors.Add(info.Name, (info.Type, [.. info.Shape], file.ReadBytes(info.Name)));
        foreach ((string key, string text) in file.Metadata) Metadata.Add(key, text);
    }

    public OrderedDictionary<string, string> Metadata { get; } = [];

    public byte[] Bytes(string name) => _tensors[name].Bytes;

    public void Remove(string name) => Assert.True(_tensors.Remove(name));

    public void Set(string name, TensorType type, long[] shape, byte[] bytes) => _tensors[name] = (type, shape, bytes);

    public void Set(string name, params long[] values) => Set(name, TensorType.I64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    public void Change<T>(string name, Action<T[]> change)
        where T : unmanaged
    {
        (TensorType type, long[] shape, byte[] bytes) = _tensors[name];
        T[] values = MemoryMarshal.Cast<byte, T>(bytes).ToArray();
        change(values);
        _tensors[name] = (type, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }

    public void Write(string path) =>
        SafetensorsWriter.Write(path, _tensors.Select(tensor => TensorEntry.Of(tensor.Key, tensor.Value.Type, tensor.Value.Shape, tensor.Value.Bytes)), Metadata);
}
