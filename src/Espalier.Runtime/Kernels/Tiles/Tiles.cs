using System.Runtime.CompilerServices;
using Espalier.Kernels.Lanes;

namespace Espalier.Kernels.Tiles;

/// <summary>One lane.</summary>
internal struct Tile1<TLane> : ITile<Tile1<TLane>, TLane>
    where TLane : struct, ILane<TLane>
{
    private TLane _a;

    public static int Width => TLane.Count;

    public static int RowsTogether => TileRows.Of(1, TLane.Registers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(ref float source, nuint offset)
    {
        _a = TLane.Load(ref source, offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TLane factor, ref float x)
    {
        _a = TLane.MultiplyAdd(factor, ref x, 0, _a);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TLane factor, Tile1<TLane> x)
    {
        _a = TLane.MultiplyAdd(factor, x._a, _a);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nuint offset)
    {
        _a.Store(ref destination, offset);
    }
}

/// <summary>Two lanes.</summary>
internal struct Tile2<TLane> : ITile<Tile2<TLane>, TLane>
    where TLane : struct, ILane<TLane>
{
    private TLane _a, _b;

    public static int Width => 2 * TLane.Count;

    public static int RowsTogether => TileRows.Of(2, TLane.Registers);

    private static nuint Lane => (nuint)TLane.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(ref float source, nuint offset)
    {
        _a = TLane.Load(ref source, offset);
        _b = TLane.Load(ref source, offset + Lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TLane factor, ref float x)
    {
        _a = TLane.MultiplyAdd(factor, ref x, 0, _a);
        _b = TLane.MultiplyAdd(factor, ref x, Lane, _b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TLane factor, Tile2<TLane> x)
    {
        _a = TLane.MultiplyAdd(factor, x._a, _a);
        _b = TLane.MultiplyAdd(factor, x._b, _b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nuint offset)
    {
        _a.Store(ref destination, offset);
        _b.Store(ref destination, offset + Lane);
    }
}

/// <summary>Three lanes.</summary>
internal struct Tile3<TLane> : ITile<Tile3<TLane>, TLane>
    where TLane : struct, ILane<TLane>
{
    private TLane _a, _b, _c;

    public static int Width => 3 * TLane.Count;

    public static int RowsTogether => TileRows.Of(3, TLane.Registers);

    private static nuint Lane => (nuint)TLane.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(ref float source, nuint offset)
    {
        _a = TLane.Load(ref source, offset);
        _b = TLane.Load(ref source, offset + Lane);
        _c = TLane.Load(ref source, offset + (2 * Lane));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TLane factor, ref float x)
    {
        _a = TLane.MultiplyAdd(factor, ref x, 0, _a);
        _b = TLane.MultiplyAdd(factor, ref x, Lane, _b);
        _c = TLane.MultiplyAdd(factor, ref x, 2 * Lane, _c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TLane factor, Tile3<TLane> x)
    {
        _a = TLane.MultiplyAdd(factor, x._a, _a);
        _b = TLane.MultiplyAdd(factor, x._b, _b);
        _c = TLane.MultiplyAdd(factor, x._c, _c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nuint offset)
    {
        _a.Store(ref destination, offset);
        _b.Store(ref destination, offset + Lane);
        _c.Store(ref destination, offset + (2 * Lane));
    }
}

/// <summary>Four lanes.</summary>
internal struct Tile4<TLane> : ITile<Tile4<TLane>, TLane>
    where TLane : struct, ILane<TLane>
{
    private TLane _a, _b, _c, _d;

    public static int Width => 4 * TLane.Count;

    public static int RowsTogether => TileRows.Of(4, TLane.Registers);

    private static nuint Lane => (nuint)TLane.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(ref float source, nuint offset)
    {
        _a = TLane.Load(ref source, offset);
        _b = TLane.Load(ref source, offset + Lane);
        _c = TLane.Load(ref source, offset + (2 * Lane));
        _d = TLane.Load(ref source, offset + (3 * Lane));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TLane factor, ref float x)
    {
        _a = TLane.MultiplyAdd(factor, ref x, 0, _a);
        _b = TLane.MultiplyAdd(factor, ref x, Lane, _b);
        _c = TLane.MultiplyAdd(factor, ref x, 2 * Lane, _c);
        _d = TLane.MultiplyAdd(factor, ref x, 3 * Lane, _d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TLane factor, Tile4<TLane> x)
    {
        _a = TLane.MultiplyAdd(factor, x._a, _a);
        _b = TLane.MultiplyAdd(factor, x._b, _b);
        _c = TLane.MultiplyAdd(factor, x._c, _c);
        _d = TLane.MultiplyAdd(factor, x._d, _d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nuint offset)
    {
        _a.Store(ref destination, offset);
        _b.Store(ref destination, offset + Lane);
        _c.Store(ref destination, offset + (2 * Lane));
        _d.Store(ref destination, offset + (3 * Lane));
    }
}
