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

    /// <summary>Copies bytes, which leaves nothing of the file in the process's memory.</summary>
    /// <param name="start">The first byte, counted from the tensor's own.</param>
    /// <param name="destination">As many bytes as are to be copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tensor has no such part.</exception>
    /// <exception cref="InputException">The file has become shorter.</exception>
    /// <exception cref="ObjectDisposedException">The file has been disposed of.</exception>
    public void Read(long start, Span<byte> destination)
    {
        if (start < 0 || start > _length - destination.Length)
            throw new ArgumentOutOfRangeException(nameof(start), $"{destination.Length} bytes at {start} of tensor \"{Info.Name}\", which has {_length}");
        _file.Read(_start + start, destination);
    }
}
