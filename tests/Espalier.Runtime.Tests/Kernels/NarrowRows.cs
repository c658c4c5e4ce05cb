using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using Espalier.Kernels;
using Espalier.Kernels.Matrices;

namespace Espalier.Tests.Kernels;

/// <summary>A matrix of narrow numbers, row by row, and what they stand for.</summary>
internal sealed class NarrowRows(TensorType type, byte[] bytes, float[] scales) : MatrixValues(type, scales)
{
    public override ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Rounds a matrix.</summary>
    public static (NarrowRows Values, float[] Dense) Of(float[] dense, int columns, TensorType type)
    {
        float[] scales = type == TensorType.I8 ? [.. dense.Chunk(columns).Select(row => NarrowValues.ScaleOf(row))] : [], rounded = new float[dense.Length];
        byte[] bytes = GC.AllocateArray<byte>(dense.Length * type.Size(), pinned: true);
        for (int i = 0; i < dense.Length; i++)
        {
            if (type == TensorType.I8) bytes[i] = (byte)NarrowValues.ToInt8(dense[i], scales[i / columns]);
            else MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan())[i] = NarrowValues.ToBFloat16(dense[i]);
            rounded[i] = NarrowValues.Number(type, bytes, i) * (type == TensorType.I8 ? scales[i / columns] : 1);
        }
        return (new NarrowRows(type, bytes, scales), rounded);
    }
}
