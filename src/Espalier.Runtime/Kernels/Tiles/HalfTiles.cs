using System.Runtime.CompilerServices;
using Espalier.Kernels.Lanes;

namespace Espalier.Kernels.Tiles;

/// <summary>One lane and one of half their width.</summary>
internal struct Tile1Half<TLane, THalf> : ITile<Tile1Half<TLane, THalf>>
    where TLane : struct, ILane<TLane>
    where THalf : struct, ILane<THalf>
{
    private TLane _a;
    private THalf _half;

    public static int Width => TLane.Count + THalf.Count;

    public static int RowsTogether => TileRows.Of(2, TLane.Registers);

    private static nuint Lane => (nuint)TLane.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(ref float source, nuint offset)
    {
        _a = TLane.Load(ref source, offset);
        _half = THalf.Load(ref source, offset + Lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(float weight, ref float x, nuint offset)
    {
        TLane factor = TLane.All(weight);
        _a = TLane.MultiplyAdd(factor, TLane.Load(ref x, offset), _a);
        _half = THalf.MultiplyAdd(THalf.All(weight), THalf.Load(ref x, offset + Lane), _half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(float weight, Tile1Half<TLane, THalf> x)
    {
        TLane factor = TLane.All(weight);
        _a = TLane.MultiplyAdd(factor, x._a, _a);
        _half = THalf.MultiplyAdd(THalf.All(weight), x._half, _half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nuint offset)
    {
        _a.Store(ref destination, offset);
        _half.Store(ref destination, offset + Lane);
    }
}

/// <summary>Two lanes and one of half their width.</summary>
internal struct Tile2Half<TLane, THalf> : ITile<Tile2Half<TLane, THalf>>
    where TLane : struct, ILane<TLane>
    where THalf : struct, ILane<THalf>
{
    private TLane _a, _b;
    private THalf _half;

    public static int Width => (2 * TLane.Count) + THalf.Count;

    public static int RowsTogether => TileRows.Of(3, TLane.Registers);

    private static nuint Lane => (nuint)TLane.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(ref float source, nuint offset)
    {
        _a = TLane.Load(ref source, offset);
        _b = TLane.Load(ref source, offset + Lane);
        _half = THalf.Load(ref source, offset + (2 * Lane));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(float weight, ref float x, nuint offset)
    {
        TLane factor = TLane.All(weight);
        _a = TLane.MultiplyAdd(factor, TLane.Load(ref x, offset), _a);
        _b = TLane.MultiplyAdd(factor, TLane.Load(ref x, offset + Lane), _b);
        _half = THalf.MultiplyAdd(THalf.All(weight), THalf.Load(ref x, offset + (2 * Lane)), _half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(float weight, Tile2Half<TLane, THalf> x)
    {
        TLane factor = TLane.All(weight);
        _a = TLane.MultiplyAdd(factor, x._a, _a);
        _b = TLane.MultiplyAdd(factor, x._b, _b);
        _half = THalf.MultiplyAdd(THalf.All(weight), x._half, _half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nuint offset)
    {
        _a.Store(ref destination, offset);
        _b.Store(ref destination, offset + Lane);
        _half.Store(ref destination, offset + (2 * Lane));
    }
}

/// <summary>Three lanes and one of half their width.</summary>
internal struct Tile3Half<TLane, THalf> : ITile<Tile3Half<TLane, THalf>>
    where TLane : struct, ILane<TLane>
    where THalf : struct, ILane<THalf>
{
    private TLane _a, _b, _c;
    private THalf _half;

    public static int Width => (3 * TLane.Count) + THalf.Count;

    public static int RowsTogether => TileRows.Of(4, TLane.Registers);

    private static nuint Lane => (nuint)TLane.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(ref float source, nuint offset)
    {
        _a = TLane.Load(ref source, offset);
        _b = TLane.Load(ref source, offset + Lane);
        _c = TLane.Load(ref source, offset + (2 * Lane));
        _half = THalf.Load(ref source, offset + (3 * Lane));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(float weight, ref float x, nuint offset)
    {
        TLane factor = TLane.All(weight);
        _a = TLane.MultiplyAdd(factor, TLane.Load(ref x, offset), _a);
        _b = TLane.MultiplyAdd(factor, TLane.Load(ref x, offset + Lane), _b);
        _c = TLane.MultiplyAdd(factor, TLane.Load(ref x, offset + (2 * Lane)), _c);
        _half = THalf.MultiplyAdd(THalf.All(weight), THalf.Load(ref x, offset + (3 * Lane)), _half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(float weight, Tile3Half<TLane, THalf> x)
    {
        TLane factor = TLane.All(weight);
        _a = TLane.MultiplyAdd(factor, x._a, _a);
        _b = TLane.MultiplyAdd(factor, x._b, _b);
        _c = TLane.MultiplyAdd(factor, x._c, _c);
        _half = THalf.MultiplyAdd(THalf.All(weight), x._half, _half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nuint offset)
    {
        _a.Store(ref destination, offset);
        _b.Store(ref destination, offset + Lane);
        _c.Store(ref destination, offset + (2 * Lane));
        _half.Store(ref destination, offset + (3 * Lane));
    }
}
