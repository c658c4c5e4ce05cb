using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>A table with its zeros, read where it lies in the file.</summary>
/// <param name="file">The file; it stays open.</param>
/// <param name="table">An F32 tensor of at least two dimensions.</param>
internal sealed class MappedTable(SafetensorsFile file, TensorInfo table) : IRowTable
{
    private readonly int _columns = (int)(table.Count / table.Shape[0]);

    /// <inheritdoc/>
    public int Rows => (int)table.Shape[0];

    /// <inheritdoc/>
    public ReadOnlySpan<float> Row(int row, Span<float> room) => MemoryMarshal.Cast<byte, float>(file.Bytes(table.Name)).Slice(row * _columns, _columns);
}
