namespace Espalier.Kernels.Tiles;

/// <summary>How many rows fit in the registers.</summary>
internal static class TileRows
{
    /// <summary>4, 2 or 1 rows: more would not hide more of a multiplication's latency.</summary>
    /// <param name="lanes">Registers of a row.</param>
    /// <param name="registers">Registers of the processor; a quarter of them is left for weights and what is multiplied with them.</param>
    public static int Of(int lanes, int registers) => (registers * 3 / 4 / lanes) switch
    {
        >= 4 => 4,
        >= 2 => 2,
        _ => 1,
    };
}
