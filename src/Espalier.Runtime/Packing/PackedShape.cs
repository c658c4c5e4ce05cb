using System.Runtime.InteropServices;
using Espalier.Checkpoints;

namespace Espalier.Packing;

/// <summary>What the headers of a stored matrix's parts say of it, and whether they fit together.</summary>
/// <param name="Name">The matrix.</param>
/// <param name="Rows">Rows, at least 1.</param>
/// <param name="Columns">Columns, at least 1.</param>
/// <param name="Places">Stored numbers.</param>
/// <param name="Type">Their type: F32, BF16 or I8.</param>
/// <param name="IsBitmap">Whether bits say which weights they are; otherwise columns do.</param>
internal sealed record PackedShape(string Name, int Rows, int Columns, int Places, TensorType Type, bool IsBitmap)
{
    /// <summary>Reads the shape of a matrix.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">A matrix that has a part in it.</param>
    /// <exception cref="InputException">Parts are missing, too many, or do not fit together.</exception>
    public static PackedShape Read(SafetensorsFile file, string name)
    {
        bool isBitmap = file.Tensors.ContainsKey(name + PackedFormat.Bits), isScaled = file.Tensors.GetValueOrDefault(name + PackedFormat.Strips)?.Type == TensorType.I8;
        string[] parts =
        [
            PackedFormat.Shape, PackedFormat.Bands, PackedFormat.Strips,
            .. isBitmap ? [PackedFormat.Bits] : (string[])[PackedFormat.Columns, PackedFormat.Counts],
            .. isScaled ? [PackedFormat.Scales] : (string[])[],
        ];
        string[] found = [.. PackedFormat.Suffixes.Where(suffix => file.Tensors.ContainsKey(name + suffix))];
        if (!parts.SequenceEqual(found)) throw new InputException(file.Path, $"matrix \"{name}\"", $"the parts {string.Join(", ", found)}", string.Join(", ", parts));
        if (file.Tensors.ContainsKey(name))
            throw new InputException(file.Path, $"tensor \"{name}\"", "the matrix itself and its packed form", "one of them");
        (int rows, int columns) = Sizes(file, name + PackedFormat.Shape);
        TensorInfo places = file.Tensors[name + PackedFormat.Strips], bands = file.Tensors[name + PackedFormat.Bands];
        if (places.Type is not (TensorType.F32 or TensorType.BF16 or TensorType.I8) || places.Shape.Count != 1 || places.ByteLength > Array.MaxLength)
            throw new InputException(file.Path, $"tensor \"{places.Name}\"", $"{places}", $"F32, BF16 or I8 of one dimension, at most {Array.MaxLength} bytes");
        if (bands.Shape.Count != 1 || bands.Count < 1 || bands.Count > rows)
            throw new InputException(file.Path, $"tensor \"{bands.Name}\"", $"{bands}", $"I64 of one dimension with 1 to {rows} numbers");
        Require(PackedFormat.Bands, TensorType.I64, [bands.Count]);
        if (isScaled) Require(PackedFormat.Scales, TensorType.F32, [rows]);
        if (isBitmap) Require(PackedFormat.Bits, TensorType.U8, [rows, PackedFormat.Stride(columns)]);
        if (!isBitmap) Require(PackedFormat.Columns, TensorType.U8, [places.Count]);
        if (!isBitmap) Require(PackedFormat.Counts, TensorType.U8, [rows, PackedFormat.Blocks(columns)]);
        return new PackedShape(name, rows, columns, (int)places.Count, places.Type, isBitmap);

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
        Span<long> sizes = stackalloc long[2];
        file.Read(name, MemoryMarshal.AsBytes(sizes));
        bool good = sizes[0] is > 0 and <= PackedFormat.Most && sizes[1] is > 0 and <= PackedFormat.Most && sizes[0] * sizes[1] <= PackedFormat.MostWeights;
        return good ? ((int)sizes[0], (int)sizes[1]) : throw new InputException(
            file.Path, $"tensor \"{name}\"", $"[{sizes[0]}, {sizes[1]}]", $"sizes from 1 to {PackedFormat.Most}, of at most {PackedFormat.MostWeights} weights");
    }
}
