namespace Espalier.Checkpoints.PyTorch;

/// <summary>A flat run of elements in the file, of which tensors are views.</summary>
internal sealed class Storage(string key, TensorType type, long count)
{
    /// <summary>The name by which the container knows it.</summary>
    public string Key => key;

    /// <summary>The element type.</summary>
    public TensorType Type => type;

    /// <summary>The number of elements.</summary>
    public long Count => count;

    /// <summary>The number of bytes. <see cref="Count"/> has been checked not to overflow.</summary>
    public long ByteLength => count * type.Size();
}
