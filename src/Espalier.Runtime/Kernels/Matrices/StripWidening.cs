using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Espalier.Checkpoints;

namespace Espalier.Kernels.Matrices;

/// <summary>Widens a part of a sparse matrix of narrow numbers, once for all panels that are multiplied together.</summary>
internal static class StripWidening
{
    /// <summary>Widens.</summary>
    /// <param name="values">The numbers of the matrix.</param>
    /// <param name="lists">Their order.</param>
    /// <param name="band">A band.</param>
    /// <param name="block">A block.</param>
    /// <param name="room">Takes them; as long as they are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(MatrixValues values, StripLists lists, int band, int block, Span<float> room)
    {
        SparseBlock part = lists.Part(band, block);
        if (values.Type == TensorType.BF16)
        {
            ReadOnlySpan<byte> bytes = values.Bytes.Slice(part.Value * sizeof(ushort), room.Length * sizeof(ushort));
            // Parts follow each other: what lies as far behind is needed next.
            Prefetch.Behind(bytes, bytes.Length);
            NarrowValues.Widen(TensorType.BF16, bytes, 1, room);
            return;
        }
        ReadOnlySpan<byte> whole = values.Bytes.Slice(part.Value, room.Length);
        Prefetch.Behind(whole, whole.Length);
        ReadOnlySpan<sbyte> numbers = MemoryMarshal.Cast<byte, sbyte>(whole);
        ReadOnlySpan<float> scales = values.Scales.AsSpan(lists.Bands[band].FirstRow);
        ReadOnlySpan<ushort> rows = lists.RowsInBand.AsSpan(part.Listed, part.Rows);
        ReadOnlySpan<byte> lengths = lists.Lengths.AsSpan(part.Length, part.Strips + part.Singles);
        for (int i = 0, at = 0; i < lengths.Length; i++)
        {
            bool isStrip = i < part.Strips;
            int together = isStrip ? SparseMatrix.StripRows : 1, count = together * lengths[i];
            Vector128<float> four = isStrip ? Vector128.Create(scales[rows[0]], scales[rows[1]], scales[rows[2]], scales[rows[3]]) : Vector128.Create(scales[rows[0]]);
            NarrowValues.Widen(ref MemoryMarshal.GetReference(numbers.Slice(at, count)), ref MemoryMarshal.GetReference(room.Slice(at, count)), (nuint)count, four);
            at += count;
            rows = rows[together..];
        }
    }
}
