using Espalier.Checkpoints.PyTorch;

namespace Espalier.Checkpoints;

/// <summary>
/// A memory-mapped PyTorch checkpoint (<c>pytorch_model.bin</c>, <c>.pt</c>, <c>.pth</c>), in the zip format or the one before PyTorch
/// 1.6. The pickle inside is interpreted by a restricted reader that knows tensors, dictionaries, lists, tuples, texts and numbers; it
/// runs no code, and a file that names any other class or function is refused with that name.
/// </summary>
/// <remarks>
/// Keys of nested dictionaries are joined with dots, and places in lists are counted: <c>{"state_dict": {"a": tensor}, "epoch": 3}</c>
/// has the tensor "state_dict.a" and the metadata "epoch" = "3". Views (strides, offsets, shared storages) are read as row-major
/// tensors of their own.
/// </remarks>
public sealed class PyTorchFile : ITensorSource
{
    // Tied weights have a few names each. A name takes some bytes, so that without a bound a small file could hold one storage a million times.
    private const int MostNames = 64;

    private readonly MappedFile _file;
    private readonly IContainer _container;
    private readonly OrderedDictionary<string, StridedTensor> _tensors;
    private readonly OrderedDictionary<string, TensorInfo> _infos = new(StringComparer.Ordinal);

    private PyTorchFile(MappedFile file)
    {
        _file = file;
        _container = IsZip(file) ? new ZipContainer(file) : new LegacyContainer(file);
        PickleFlattening flat = new(file.Path);
        flat.Add("", _container.Root);
        _tensors = flat.Tensors;
        RequireNotRepeated();
        foreach ((string name, StridedTensor tensor) in flat.Tensors)
            _infos.Add(name, new TensorInfo(name, tensor.Info.Type, tensor.Info.Shape));
        Metadata = flat.Metadata;
    }

    /// <inheritdoc/>
    public string Path => _file.Path;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => _infos;

    /// <summary>The numbers, Booleans and texts beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and interprets its pickle.</summary>
    /// <exception cref="InputException">The file cannot be read, is malformed, or names something that is not allowed.</exception>
    public static PyTorchFile Open(string path)
    {
        MappedFile file = new(path);
        try
        {
            return new PyTorchFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Read(string name, Span<byte> destination)
    {
        TensorInfo info = this.Find(name);
        if (destination.Length != info.ByteLength)
            throw new ArgumentException($"Tensor \"{name}\" has {info.ByteLength} bytes, not {destination.Length}.", nameof(destination));
        StridedTensor tensor = _tensors[name];
        if (tensor.Storage.ByteLength > int.MaxValue)
            throw new InputException(
                Path, $"tensor \"{name}\"", $"a storage of {tensor.Storage.ByteLength} bytes", "at most 2 GiB a storage");
        if (tensor.ContiguousFrom is { } start) _file.Read(_container.Offset(tensor.Storage) + start, destination);
        else tensor.CopyTo(_file.Span(_container.Offset(tensor.Storage), tensor.Storage.ByteLength), destination);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void RequireNotRepeated()
    {
        double stored = _tensors.Values.Select(tensor => tensor.Storage).DistinctBy(storage => storage.Key).Sum(storage => (double)storage.ByteLength);
        double shown = _tensors.Values.Sum(tensor => (double)tensor.Info.ByteLength);
        if (shown > MostNames * stored) throw new InputException(Path, "tensors", $"{shown:N0} bytes, of {stored:N0} that are stored", $"at most {MostNames} times as many");
    }

    internal static bool IsZip(MappedFile file) => file.Length >= 4 && file.Span(0, 4).SequenceEqual("PK\x03\x04"u8);
}
