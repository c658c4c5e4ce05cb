using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using Espalier.Kernels;
using Espalier.Kernels.Matrices;

namespace Espalier.Tests.Kernels;

/// <summary>A sparse matrix of narrow numbers, and what they stand for.</summary>
internal sealed class NarrowStrips(TensorType type, byte[] bytes, float[] scales) : MatrixValues(type, scales)
{
    public override ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Rounds a matrix.</summary>
    public static (SparseMatrix Matrix, float[] Dense) Of(float[] dense, int rows, int columns, TensorType type) => Of(dense, SparsePacker.Order(dense, rows, columns), type);

    /// <summary>Rounds a matrix whose weights are to stand in an order.</summary>
    public static (SparseMatrix Matrix, float[] Dense) Of(float[] dense, StripOrder order, TensorType type)
    {
        int columns = order.Columns;
        SparseMatrix wide = SparsePacker.Pack(dense, order);
        float[] scales = type == TensorType.I8 ? [.. dense.Chunk(columns).Select(row => NarrowValues.ScaleOf(row))] : [], rounded = new float[dense.Length];
        byte[] bytes = GC.AllocateArray<byte>(order.Lists.Length * type.Size(), pinned: true);
        foreach (StripPlace place in order)
        {
            for (int i = 0, at = place.Start; i < place.Kept; i++, at += place.Step)
            {
                float weight = wide.Values.Floats[at];
                if (type == TensorType.I8) bytes[at] = (byte)NarrowValues.ToInt8(weight, scales[place.Row]);
                else MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan())[at] = NarrowValues.ToBFloat16(weight);
                rounded[(place.Row * columns) + (place.Block * PackedMatrix.BlockColumns) + wide.ColumnsInBlock[at]] =
                    NarrowValues.Number(type, bytes, at) * (type == TensorType.I8 ? scales[place.Row] : 1);
            }
        }
        return (new SparseMatrix(order, new NarrowStrips(type, bytes, scales), wide.ColumnsInBlock), rounded);
    }
}
