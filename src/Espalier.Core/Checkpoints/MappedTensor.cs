namespace Espalier.Checkpoints;

/// <summary>A tensor where it lies in a mapped file, for those who look at it so often that finding it by its name would count.</summary>
public sealed class MappedTensor
{
    private readonly MappedFile _file;
    private readonly long _start, _length;

    internal MappedTensor(MappedFile file, long start, TensorInfo info) => (_file, _start, _length, Info) = (file, start, info.ByteLength, info);

    /// <summary>What it is.</summary>
    public TensorInfo Info { get; }

    /// <summary>Its bytes, without copying; not aligned. Valid until the file is disposed of.</summary>
    /// <exception cref="ObjectDisposedException">The file has been disposed of.</exception>
    public ReadOnlySpan<byte> Bytes => _file.Span(_start, _length);
}
