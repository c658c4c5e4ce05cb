namespace Espalier.Checkpoints;

/// <summary>
/// A checkpoint that is open for reading. The structure has been checked when it was opened; the values are read on request, and
/// are not checked (whether NaN is allowed is for the reader of the values to say). Reading from several threads is safe.
/// </summary>
public interface ITensorSource : IDisposable
{
    /// <summary>The file, as it was named when it was opened.</summary>
    string Path { get; }

    /// <summary>The tensors by name, in the order of the file.</summary>
    IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    /// <summary>What the file says apart from tensors, as text.</summary>
    IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Copies a tensor's elements, row-major and little-endian.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="destination">Exactly <see cref="TensorInfo.ByteLength"/> bytes.</param>
    /// <exception cref="InputException">There is no tensor of that name.</exception>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    void Read(string name, Span<byte> destination);
}
