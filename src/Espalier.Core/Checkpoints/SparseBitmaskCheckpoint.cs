using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using static Espalier.Checkpoints.SparseBitmaskLayout;

namespace Espalier.Checkpoints;

/// <summary>A checkpoint whose matrices in the layout of <see cref="SparseBitmaskLayout"/> are shown as they were before they were brought into it.</summary>
internal sealed class SparseBitmaskCheckpoint : ITensorSource
{
    private readonly ITensorSource _file;
    private readonly OrderedDictionary<string, TensorInfo> _tensors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _compressed = new(StringComparer.Ordinal);

    /// <summary>Checks that the types and shapes of each matrix's tensors fit together; what is in them is checked as a matrix is read.</summary>
    /// <param name="file">An open checkpoint, which belongs to this one from now on.</param>
    /// <exception cref="InputException">They do not.</exception>
    public SparseBitmaskCheckpoint(ITensorSource file)
    {
        _file = file;
        foreach (string matrix in file.Tensors.Keys.Where(name => name.EndsWith(Values, StringComparison.Ordinal)).Select(name => name[..^Values.Length]))
        {
            if (file.Tensors.ContainsKey(matrix + Bits)) _compressed.Add(matrix);
        }
        HashSet<string> parts = [.. _compressed.SelectMany(matrix => new[] { matrix + Shape, matrix + Values, matrix + Bits, matrix + Offsets })];
        foreach ((string name, TensorInfo info) in file.Tensors)
        {
            TensorInfo? shown = !parts.Contains(name) ? info : name.EndsWith(Values, StringComparison.Ordinal) ? Info(name[..^Values.Length]) : null;
            if (shown is not null && !_tensors.TryAdd(shown.Name, shown))
                throw new InputException(file.Path, $"tensor \"{shown.Name}\"", "the matrix itself and its compressed form", "one of them");
        }
    }

    /// <inheritdoc/>
    public string Path => _file.Path;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata => _file.Metadata;

    /// <inheritdoc/>
    public void Read(string name, Span<byte> destination)
    {
        if (!_compressed.Contains(name))
        {
            _file.Read(name, destination);
            return;
        }
        (byte[] bits, float[] values, int columns) = (_file.ReadBytes(name + Bits), _file.ReadFloats(name + Values), (int)_tensors[name].Shape[1]);
        if (TensorPrimitives.PopCount<byte>(bits) != values.Length)
            throw new InputException(Path, $"tensor \"{name}{Bits}\"", $"{TensorPrimitives.PopCount<byte>(bits)} bits that are set", $"{values.Length}, as many as values");
        ReadOnlySpan<long> offsets = MemoryMarshal.Cast<byte, long>(_file.ReadBytes(name + Offsets));
        Span<float> weights = MemoryMarshal.Cast<byte, float>(destination);
        int stride = (columns + 7) / 8, next = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, columns);
            if (column == 0 && offsets[row] != next)
                throw new InputException(Path, $"tensor \"{name}{Offsets}\", row {row}", $"{offsets[row]}", $"{next}, as many as bits that are set before it");
            bool kept = (bits[(row * stride) + (column / 8)] >> (column % 8) & 1) != 0;
            weights[i] = kept ? values[next++] : 0;
        }
        if (next != values.Length) throw new InputException(Path, $"tensor \"{name}{Bits}\"", "a bit beyond the end of a row", $"bits for {columns} columns alone");
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private TensorInfo Info(string name)
    {
        TensorInfo shape = _file.Find(name + Shape), bits = _file.Find(name + Bits), values = _file.Find(name + Values), offsets = _file.Find(name + Offsets);
        if (shape.Type != TensorType.I64 || shape.Count != 2) throw new InputException(Path, $"tensor \"{name}{Shape}\"", shape.ToString(), "I64 [2]");
        long[] sizes = MemoryMarshal.Cast<byte, long>(_file.ReadBytes(name + Shape)).ToArray();
        bool fits = sizes.All(size => size is > 0 and < 1 << 30) && bits.Type == TensorType.U8 && bits.Shape.SequenceEqual([sizes[0], (sizes[1] + 7) / 8])
            && values.Type == TensorType.F32 && sizes[0] * sizes[1] < 1 << 29;
        if (fits && (offsets.Type != TensorType.I64 || !offsets.Shape.SequenceEqual([sizes[0]])))
            throw new InputException(Path, $"tensor \"{name}{Offsets}\"", offsets.ToString(), $"I64 [{sizes[0]}]");
        return fits
            ? new TensorInfo(name, TensorType.F32, sizes)
            : throw new InputException(Path, $"tensor \"{name}{Bits}\"", $"{bits} with values {values}", $"U8 bits and F32 values of a matrix [{string.Join(", ", sizes)}]");
    }
}
