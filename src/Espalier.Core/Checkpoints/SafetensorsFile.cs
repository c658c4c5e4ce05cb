namespace Espalier.Checkpoints;

/// <summary>
/// A memory-mapped safetensors file. Opening reads the header alone, and refuses it unless it describes the rest of the file
/// byte for byte: offsets within the file, lengths equal to type times shape, neither overlaps nor holes, no name twice, valid UTF-8.
/// </summary>
public sealed class SafetensorsFile : ITensorSource
{
    private readonly MappedFile _file;
    private readonly SafetensorsHeader _header;

    private SafetensorsFile(MappedFile file) => (_file, _header) = (file, SafetensorsHeader.Read(file));

    /// <inheritdoc/>
    public string Path => _file.Path;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => _header.Tensors;

    /// <summary>The texts of the header's <c>__metadata__</c>; empty if there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="InputException">The file cannot be read or is malformed, or has a type outside
    /// <see cref="TensorType"/>.</exception>
    public static SafetensorsFile Open(string path)
    {
        MappedFile file = new(path);
        try
        {
            return new SafetensorsFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A tensor's bytes in the mapped file, without copying; not aligned. Valid until the file is disposed of.</summary>
    /// <exception cref="InputException">There is no tensor of that name, or it has more than 2 GiB.</exception>
    public ReadOnlySpan<byte> Bytes(string name) => Mapped(name).Bytes;

    /// <summary>A tensor in the mapped file.</summary>
    /// <exception cref="InputException">There is no tensor of that name, or it has more than 2 GiB.</exception>
    public MappedTensor Mapped(string name)
    {
        TensorInfo info = this.Find(name);
        if (info.ByteLength > int.MaxValue) throw new InputException(Path, $"tensor \"{name}\"", $"{info.ByteLength} bytes", "at most 2 GiB a tensor");
        return new MappedTensor(_file, _header.Offset(name), info);
    }

    /// <inheritdoc/>
    public void Read(string name, Span<byte> destination)
    {
        TensorInfo info = this.Find(name);
        if (destination.Length != info.ByteLength)
            throw new ArgumentException($"Tensor \"{name}\" has {info.ByteLength} bytes, not {destination.Length}.", nameof(destination));
        Read(name, 0, destination);
    }

    /// <summary>Copies a part of a tensor's elements, row-major and little-endian.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="start">The first byte, counted from the tensor's own.</param>
    /// <param name="destination">As many bytes as are to be copied.</param>
    /// <exception cref="InputException">There is no tensor of that name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tensor has no such part.</exception>
    public void Read(string name, long start, Span<byte> destination)
    {
        TensorInfo info = this.Find(name);
        new MappedTensor(_file, _header.Offset(name), info).Read(start, destination);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
