namespace Espalier.Packing;

/// <summary>How a packed file holds a matrix.</summary>
public enum PackedLayout
{
    /// <summary>With its zeros.</summary>
    Dense,

    /// <summary>What is kept, and a bit for each weight.</summary>
    Bits,

    /// <summary>What is kept, and the column of each of these.</summary>
    Columns,
}
