namespace Espalier.Kernels.Matrices;

/// <summary>A table in memory.</summary>
/// <param name="weights">Its rows, behind each other.</param>
/// <param name="columns">Numbers of a row.</param>
internal sealed class ArrayTable(float[] weights, int columns) : IRowTable
{
    /// <inheritdoc/>
    public int Rows => weights.Length / columns;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Row(int row, Span<float> room) => weights.AsSpan(row * columns, columns);
}
