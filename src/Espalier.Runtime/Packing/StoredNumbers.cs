using System.Globalization;
using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using Espalier.Execution;
using Espalier.Kernels;

namespace Espalier.Packing;

/// <summary>Reading and checking the numbers of a stored tensor: F32, BF16, or I8 with scales.</summary>
internal static class StoredNumbers
{
    // What is only looked through is copied piece by piece, so that the mapped file does not fill memory.
    private const int Piece = 1 << 16;

    /// <summary>Reads the scales of rows.</summary>
    /// <exception cref="InputException">One is no scale.</exception>
    public static float[] Scales(SafetensorsFile file, string name)
    {
        float[] scales = file.ReadFloats(name);
        int bad = Array.FindIndex(scales, scale => !(scale >= 0 && float.IsFinite(scale * (NarrowValues.Largest + 1))));
        return bad < 0 ? scales : throw new InputException(
            file.Path, $"tensor \"{name}\", number {bad}", scales[bad].ToString(CultureInfo.InvariantCulture), "a scale, not negative, with which a weight is a finite number");
    }

    /// <summary>Copies rows of a tensor as fp32.</summary>
    /// <param name="tensor">F32, BF16 or I8.</param>
    /// <param name="scales">What each row is multiplied with; empty unless it is I8.</param>
    /// <param name="first">The first row.</param>
    /// <param name="columns">Numbers of a row.</param>
    /// <param name="rows">Takes whole rows.</param>
    public static void ReadRows(MappedTensor tensor, float[] scales, int first, int columns, Span<float> rows)
    {
        (TensorType type, int stride) = (tensor.Info.Type, columns * tensor.Info.Type.Size());
        // Narrow numbers are read into the end of the room that they need, and widened from there.
        Span<byte> all = MemoryMarshal.AsBytes(rows), bytes = all[(all.Length - (rows.Length * type.Size()))..];
        tensor.Read((long)first * stride, bytes);
        if (type == TensorType.F32) return;
        for (int row = 0; row * columns < rows.Length; row++)
            NarrowValues.Widen(type, bytes.Slice(row * stride, stride), scales.Length > 0 ? scales[first + row] : 1, rows.Slice(row * columns, columns));
    }

    /// <summary>Refuses numbers that are not finite, without leaving the tensor in memory.</summary>
    /// <exception cref="InputException">One is not finite.</exception>
    public static void RequireFinite(SafetensorsFile file, TensorInfo tensor)
    {
        // Whole numbers times a scale are finite.
        if (tensor.Type == TensorType.I8) return;
        byte[] piece = new byte[Math.Min(Piece, tensor.ByteLength)];
        for (long start = 0; start < tensor.ByteLength; start += piece.Length)
        {
            Span<byte> bytes = piece.AsSpan(0, (int)Math.Min(piece.Length, tensor.ByteLength - start));
            file.Read(tensor.Name, start, bytes);
            RequireFinite(file, tensor, bytes, start / tensor.Type.Size());
        }
    }

    /// <summary>Refuses numbers that are not finite.</summary>
    /// <param name="file">The file.</param>
    /// <param name="tensor">Whose numbers.</param>
    /// <param name="bytes">The numbers.</param>
    /// <param name="first">Which of the tensor's the first of them is.</param>
    /// <exception cref="InputException">One is not finite.</exception>
    public static void RequireFinite(SafetensorsFile file, TensorInfo tensor, ReadOnlySpan<byte> bytes, long first = 0)
    {
        if (tensor.Type == TensorType.F32) FiniteWeights.Require(file.Path, MemoryMarshal.Cast<byte, float>(bytes), Place);
        // Of BF16 each is looked at only where one is bad.
        else if (tensor.Type == TensorType.BF16 && !NarrowValues.AreFinite(MemoryMarshal.Cast<byte, ushort>(bytes)))
        {
            float[] wide = new float[bytes.Length / sizeof(ushort)];
            NarrowValues.Widen(tensor.Type, bytes, 1, wide);
            FiniteWeights.Require(file.Path, wide, Place);
        }

        string Place(int at) => $"tensor \"{tensor.Name}\", number {first + at}";
    }
}
