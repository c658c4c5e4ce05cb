namespace Espalier.Kernels.Matrices;

/// <summary>A table whose rows are looked up. Safe to use from several threads.</summary>
internal interface IRowTable
{
    /// <summary>How many rows there are.</summary>
    int Rows { get; }

    /// <summary>A row.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="room">Memory for a row, which may be used or not.</param>
    ReadOnlySpan<float> Row(int row, Span<float> room);
}
