using Espalier.Kernels.Lanes;

namespace Espalier.Kernels.Tiles;

/// <summary>
/// The numbers of one row that a kernel holds in registers: a few lanes side by side. Implementations are flat structs of lanes, which the
/// compiler keeps in registers one by one; nested ones it does not.
/// </summary>
/// <typeparam name="TSelf">The width.</typeparam>
/// <typeparam name="TLane">The lane.</typeparam>
internal interface ITile<TSelf, TLane>
    where TSelf : struct, ITile<TSelf, TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>How many numbers.</summary>
    static abstract int Width { get; }

    /// <summary>Of how many rows the registers can hold such a tile at once, with some left: 1 or more.</summary>
    static abstract int RowsTogether { get; }

    /// <summary>Reads from memory.</summary>
    void Load(ref float source, nuint offset);

    /// <summary>Adds a factor, the same everywhere, times what stands in memory.</summary>
    void MultiplyAdd(TLane factor, ref float x);

    /// <summary>Adds a factor, the same everywhere, times another tile.</summary>
    void MultiplyAdd(TLane factor, TSelf x);

    /// <summary>Writes to memory.</summary>
    void Store(ref float destination, nuint offset);
}
