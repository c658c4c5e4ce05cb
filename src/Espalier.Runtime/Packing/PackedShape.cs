using System.Runtime.InteropServices;
using Espalier.Checkpoints;

namespace Espalier.Packing;

/// <summary>What the headers of a stored matrix's parts say of it, and whether they fit together.</summary>
/// <param name="Name">The matrix.</param>
/// <param name="Rows">Rows, at least 1.</param>
/// <param name="Columns">Columns, at least 1.</param>
/// <param name="Kept">Stored weights.</param>
/// <param name="IsBitmap">Whether bits say which these are; otherwise columns do.</param>
internal sealed record PackedShape(string Name, int Rows, int Columns, int Kept, bool IsBitmap)
{
    /// <summary>The matrix to which a tensor belongs as a part, or null.</summary>
    public static string? MatrixOf(string tensor) =>
        PackedFormat.Suffixes.FirstOrDefault(suffix => tensor.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix ? tensor[..^suffix.Length] : null;

    /// <summary>Reads the shape of a matrix.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">A matrix that has a part in it.</param>
    /// <exception cref="InputException">Parts are missing, too many, or do not fit together.</exception>
    public static PackedShape Read(SafetensorsFile file, string name)
    {
        bool isBitmap = file.Tensors.ContainsKey(name + PackedFormat.Bits);
        string[] parts = isBitmap ? [PackedFormat.Shape, PackedFormat.Values, PackedFormat.Bits, PackedFormat.Offsets]
            : [PackedFormat.Shape, PackedFormat.Values, PackedFormat.Places, PackedFormat.Counts];
        string[] found = [.. PackedFormat.Suffixes.Where(suffix => file.Tensors.ContainsKey(name + suffix))];
        if (found.Length != parts.Length || !parts.All(found.Contains))
            throw new InputException(file.Path, $"matrix \"{name}\"", $"the parts {string.Join(", ", found)}", string.Join(", ", parts));
        if (file.Tensors.ContainsKey(name))
            throw new InputException(file.Path, $"tensor \"{name}\"", "the matrix itself and its packed form", "one of them");
        (int rows, int columns) = Sizes(file, name + PackedFormat.Shape);
        TensorInfo values = file.Tensors[name + PackedFormat.Values];
        // This is where values of other types would be taken.
        if (values.Type != TensorType.F32 || values.Shape.Count != 1 || values.Count > (long)rows * columns)
            throw new InputException(file.Path, $"tensor \"{values.Name}\"", $"{values}", $"F32 of one dimension with at most {(long)rows * columns} numbers, as this version stores them");
        Require(isBitmap ? PackedFormat.Bits : PackedFormat.Places, TensorType.U8, isBitmap ? [rows, PackedFormat.Stride(columns)] : [values.Count]);
        Require(isBitmap ? PackedFormat.Offsets : PackedFormat.Counts, isBitmap ? TensorType.I64 : TensorType.U8, isBitmap ? [rows] : [rows, PackedFormat.Blocks(columns)]);
        return new PackedShape(name, rows, columns, (int)values.Count, isBitmap);

        void Require(string part, TensorType type, long[] shape)
        {
            TensorInfo info = file.Tensors[name + part], expected = new(info.Name, type, shape);
            if (info.Type != type || !info.Shape.SequenceEqual(shape)) throw new InputException(file.Path, $"tensor \"{info.Name}\"", $"{info}", $"{expected}");
        }
    }

    private static (int Rows, int Columns) Sizes(SafetensorsFile file, string name)
    {
        TensorInfo info = file.Tensors[name];
        if (info.Type != TensorType.I64 || info.Shape is not [2]) throw new InputException(file.Path, $"tensor \"{name}\"", $"{info}", "I64 [2]");
        ReadOnlySpan<long> sizes = MemoryMarshal.Cast<byte, long>(file.Bytes(name));
        bool good = sizes[0] is > 0 and <= PackedFormat.Most && sizes[1] is > 0 and <= PackedFormat.Most && sizes[0] * sizes[1] <= PackedFormat.MostWeights;
        return good ? ((int)sizes[0], (int)sizes[1]) : throw new InputException(
            file.Path, $"tensor \"{name}\"", $"[{sizes[0]}, {sizes[1]}]", $"sizes from 1 to {PackedFormat.Most}, of at most {PackedFormat.MostWeights} weights");
    }
}
