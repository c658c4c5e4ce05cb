namespace Espalier.Checkpoints.PyTorch;

/// <summary>A view of a storage: where it begins and how far apart its elements are, in elements.</summary>
internal sealed class StridedTensor
{
    private readonly long _offset;
    private readonly long[] _strides;

    private StridedTensor(Storage storage, TensorInfo info, long offset, long[] strides) =>
        (Storage, Info, _offset, _strides) = (storage, info, offset, strides);

    /// <summary>What it is a view of.</summary>
    public Storage Storage { get; }

    /// <summary>Its type and shape; the name is not known yet.</summary>
    public TensorInfo Info { get; }

    /// <summary>Makes a view; null, with the reason, if it would leave its storage or be larger than it.</summary>
    public static StridedTensor? TryCreate(Storage storage, long offset, long[] shape, long[] strides, out string problem)
    {
        problem = "";
        if (!TensorInfo.TryCount(shape, storage.Type.Size(), out long count)) problem = $"the shape {TensorInfo.ShapeText(shape)}";
        else if (strides.Length != shape.Length) problem = $"{strides.Length} strides for {shape.Length} dimensions";
        else if (offset < 0 || offset > storage.Count || Array.Exists(strides, stride => stride < 0))
            problem = $"the offset {offset} and strides {TensorInfo.ShapeText(strides)}";
        else if (count > storage.Count) problem = $"{count} elements in a storage of {storage.Count}";
        else if (count > 0)
        {
            Int128 last = offset;
            for (int i = 0; i < shape.Length; i++) last += (Int128)(shape[i] - 1) * strides[i];
            if (last >= storage.Count) problem = $"element {last} of a storage of {storage.Count}";
        }
        return problem.Length > 0 ? null : new StridedTensor(storage, new TensorInfo("", storage.Type, shape), offset, strides);
    }

    /// <summary>Where in its storage the elements lie one after the other, in bytes; null if they do not, or there are none.</summary>
    public long? ContiguousFrom => IsContiguous() && !Info.Shape.Contains(0) ? _offset * Storage.Type.Size() : null;

    /// <summary>Copies elements that are not <see cref="ContiguousFrom"/> one place, row-major.</summary>
    /// <param name="storage">The bytes of the storage.</param>
    /// <param name="destination">As many bytes as the tensor has.</param>
    public void CopyTo(ReadOnlySpan<byte> storage, Span<byte> destination)
    {
        if (destination.IsEmpty) return;
        int size = Storage.Type.Size();
        ReadOnlySpan<byte> source = storage[(int)(_offset * size)..];
        Gather(source, destination, 0, size);
    }

    private bool IsContiguous()
    {
        long expected = 1;
        for (int i = _strides.Length - 1; i >= 0; i--)
        {
            if (Info.Shape[i] > 1 && _strides[i] != expected) return false;
            expected *= Info.Shape[i];
        }
        return true;
    }

    /// <summary>Copies the sub-tensor that lies at the start of the source. Recursion is as deep as the rank, which is bounded.</summary>
    private void Gather(ReadOnlySpan<byte> source, Span<byte> destination, int dimension, int size)
    {
        int step = (int)_strides[dimension] * size, part = destination.Length / (int)Info.Shape[dimension];
        for (int i = 0; i < Info.Shape[dimension]; i++)
        {
            Span<byte> target = destination.Slice(i * part, part);
            if (dimension < _strides.Length - 1) Gather(source[(i * step)..], target, dimension + 1, size);
            else source.Slice(i * step, size).CopyTo(target);
        }
    }
}
