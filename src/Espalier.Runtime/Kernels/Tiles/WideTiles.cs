using System.Runtime.CompilerServices;
using Espalier.Kernels.Lanes;

namespace Espalier.Kernels.Tiles;

/// <summary>Five lanes.</summary>
internal struct Tile5<TLane> : ITile<Tile5<TLane>, TLane>
    where TLane : struct, ILane<TLane>
{
    private TLane _a, _b, _c, _d, _e;

    public static int Width => 5 * TLane.Count;

    public static int RowsTogether => TileRows.Of(5, TLane.Registers);

    private static nuint Lane => (nuint)TLane.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(ref float source, nuint offset)
    {
        _a = TLane.Load(ref source, offset);
        _b = TLane.Load(ref source, offset + Lane);
        _c = TLane.Load(ref source, offset + (2 * Lane));
        _d = TLane.Load(ref source, offset + (3 * Lane));
        _e = TLane.Load(ref source, offset + (4 * Lane));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TLane factor, ref float x)
    {
        _a = TLane.MultiplyAdd(factor, ref x, 0, _a);
        _b = TLane.MultiplyAdd(factor, ref x, Lane, _b);
        _c = TLane.MultiplyAdd(factor, ref x, 2 * Lane, _c);
        _d = TLane.MultiplyAdd(factor, ref x, 3 * Lane, _d);
        _e = TLane.MultiplyAdd(factor, ref x, 4 * Lane, _e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TLane factor, Tile5<TLane> x)
    {
        _a = TLane.MultiplyAdd(factor, x._a, _a);
        _b = TLane.MultiplyAdd(factor, x._b, _b);
        _c = TLane.MultiplyAdd(factor, x._c, _c);
        _d = TLane.MultiplyAdd(factor, x._d, _d);
        _e = TLane.MultiplyAdd(factor, x._e, _e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nuint offset)
    {
        _a.Store(ref destination, offset);
        _b.Store(ref destination, offset + Lane);
        _c.Store(ref destination, offset + (2 * Lane));
        _d.Store(ref destination, offset + (3 * Lane));
        _e.Store(ref destination, offset + (4 * Lane));
    }
}

/// <summary>Six lanes.</summary>
internal struct Tile6<TLane> : ITile<Tile6<TLane>, TLane>
    where TLane : struct, ILane<TLane>
{
    private TLane _a, _b, _c, _d, _e, _f;

    public static int Width => 6 * TLane.Count;

    public static int RowsTogether => TileRows.Of(6, TLane.Registers);

    private static nuint Lane => (nuint)TLane.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(ref float source, nuint offset)
    {
        _a = TLane.Load(ref source, offset);
        _b = TLane.Load(ref source, offset + Lane);
        _c = TLane.Load(ref source, offset + (2 * Lane));
        _d = TLane.Load(ref source, offset + (3 * Lane));
        _e = TLane.Load(ref source, offset + (4 * Lane));
        _f = TLane.Load(ref source, offset + (5 * Lane));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TLane factor, ref float x)
    {
        _a = TLane.MultiplyAdd(factor, ref x, 0, _a);
        _b = TLane.MultiplyAdd(factor, ref x, Lane, _b);
        _c = TLane.MultiplyAdd(factor, ref x, 2 * Lane, _c);
        _d = TLane.MultiplyAdd(factor, ref x, 3 * Lane, _d);
        _e = TLane.MultiplyAdd(factor, ref x, 4 * Lane, _e);
        _f = TLane.MultiplyAdd(factor, ref x, 5 * Lane, _f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TLane factor, Tile6<TLane> x)
    {
        _a = TLane.MultiplyAdd(factor, x._a, _a);
        _b = TLane.MultiplyAdd(factor, x._b, _b);
        _c = TLane.MultiplyAdd(factor, x._c, _c);
        _d = TLane.MultiplyAdd(factor, x._d, _d);
        _e = TLane.MultiplyAdd(factor, x._e, _e);
        _f = TLane.MultiplyAdd(factor, x._f, _f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nuint offset)
    {
        _a.Store(ref destination, offset);
        _b.Store(ref destination, offset + Lane);
        _c.Store(ref destination, offset + (2 * Lane));
        _d.Store(ref destination, offset + (3 * Lane));
        _e.Store(ref destination, offset + (4 * Lane));
        _f.Store(ref destination, offset + (5 * Lane));
    }
}

/// <summary>Seven lanes.</summary>
internal struct Tile7<TLane> : ITile<Tile7<TLane>, TLane>
    where TLane : struct, ILane<TLane>
{
    private TLane _a, _b, _c, _d, _e, _f, _g;

    public static int Width => 7 * TLane.Count;

    public static int RowsTogether => TileRows.Of(7, TLane.Registers);

    private static nuint Lane => (nuint)TLane.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(ref float source, nuint offset)
    {
        _a = TLane.Load(ref source, offset);
        _b = TLane.Load(ref source, offset + Lane);
        _c = TLane.Load(ref source, offset + (2 * Lane));
        _d = TLane.Load(ref source, offset + (3 * Lane));
        _e = TLane.Load(ref source, offset + (4 * Lane));
        _f = TLane.Load(ref source, offset + (5 * Lane));
        _g = TLane.Load(ref source, offset + (6 * Lane));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TLane factor, ref float x)
    {
        _a = TLane.MultiplyAdd(factor, ref x, 0, _a);
        _b = TLane.MultiplyAdd(factor, ref x, Lane, _b);
        _c = TLane.MultiplyAdd(factor, ref x, 2 * Lane, _c);
        _d = TLane.MultiplyAdd(factor, ref x, 3 * Lane, _d);
        _e = TLane.MultiplyAdd(factor, ref x, 4 * Lane, _e);
        _f = TLane.MultiplyAdd(factor, ref x, 5 * Lane, _f);
        _g = TLane.MultiplyAdd(factor, ref x, 6 * Lane, _g);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TLane factor, Tile7<TLane> x)
    {
        _a = TLane.MultiplyAdd(factor, x._a, _a);
        _b = TLane.MultiplyAdd(factor, x._b, _b);
        _c = TLane.MultiplyAdd(factor, x._c, _c);
        _d = TLane.MultiplyAdd(factor, x._d, _d);
        _e = TLane.MultiplyAdd(factor, x._e, _e);
        _f = TLane.MultiplyAdd(factor, x._f, _f);
        _g = TLane.MultiplyAdd(factor, x._g, _g);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nuint offset)
    {
        _a.Store(ref destination, offset);
        _b.Store(ref destination, offset + Lane);
        _c.Store(ref destination, offset + (2 * Lane));
        _d.Store(ref destination, offset + (3 * Lane));
        _e.Store(ref destination, offset + (4 * Lane));
        _f.Store(ref destination, offset + (5 * Lane));
        _g.Store(ref destination, offset + (6 * Lane));
    }
}

/// <summary>Eight lanes.</summary>
internal struct Tile8<TLane> : ITile<Tile8<TLane>, TLane>
    where TLane : struct, ILane<TLane>
{
    private TLane _a, _b, _c, _d, _e, _f, _g, _h;

    public static int Width => 8 * TLane.Count;

    public static int RowsTogether => TileRows.Of(8, TLane.Registers);

    private static nuint Lane => (nuint)TLane.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(ref float source, nuint offset)
    {
        _a = TLane.Load(ref source, offset);
        _b = TLane.Load(ref source, offset + Lane);
        _c = TLane.Load(ref source, offset + (2 * Lane));
        _d = TLane.Load(ref source, offset + (3 * Lane));
        _e = TLane.Load(ref source, offset + (4 * Lane));
        _f = TLane.Load(ref source, offset + (5 * Lane));
        _g = TLane.Load(ref source, offset + (6 * Lane));
        _h = TLane.Load(ref source, offset + (7 * Lane));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TLane factor, ref float x)
    {
        _a = TLane.MultiplyAdd(factor, ref x, 0, _a);
        _b = TLane.MultiplyAdd(factor, ref x, Lane, _b);
        _c = TLane.MultiplyAdd(factor, ref x, 2 * Lane, _c);
        _d = TLane.MultiplyAdd(factor, ref x, 3 * Lane, _d);
        _e = TLane.MultiplyAdd(factor, ref x, 4 * Lane, _e);
        _f = TLane.MultiplyAdd(factor, ref x, 5 * Lane, _f);
        _g = TLane.MultiplyAdd(factor, ref x, 6 * Lane, _g);
        _h = TLane.MultiplyAdd(factor, ref x, 7 * Lane, _h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(TLane factor, Tile8<TLane> x)
    {
        _a = TLane.MultiplyAdd(factor, x._a, _a);
        _b = TLane.MultiplyAdd(factor, x._b, _b);
        _c = TLane.MultiplyAdd(factor, x._c, _c);
        _d = TLane.MultiplyAdd(factor, x._d, _d);
        _e = TLane.MultiplyAdd(factor, x._e, _e);
        _f = TLane.MultiplyAdd(factor, x._f, _f);
        _g = TLane.MultiplyAdd(factor, x._g, _g);
        _h = TLane.MultiplyAdd(factor, x._h, _h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nuint offset)
    {
        _a.Store(ref destination, offset);
        _b.Store(ref destination, offset + Lane);
        _c.Store(ref destination, offset + (2 * Lane));
        _d.Store(ref destination, offset + (3 * Lane));
        _e.Store(ref destination, offset + (4 * Lane));
        _f.Store(ref destination, offset + (5 * Lane));
        _g.Store(ref destination, offset + (6 * Lane));
        _h.Store(ref destination, offset + (7 * Lane));
    }
}
