using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Espalier.Kernels;

/// <summary>Gives a kernel the weights of a band, strip by strip, as fp32 numbers.</summary>
internal interface IStripSource
{
    /// <summary>The next weights.</summary>
    /// <param name="count">How many numbers.</param>
    /// <param name="rows">Whose they are: four rows' in turn, or one row's.</param>
    /// <param name="together">Rows: four or one.</param>
    /// <returns>The first of them, good until the next call.</returns>
    ref float Next(nuint count, ref ushort rows, int together);
}

/// <summary>Weights that are fp32 where they lie.</summary>
/// <param name="next">The band's first weight.</param>
internal ref struct PlainStrips(ref float next) : IStripSource
{
    private ref float _next = ref next;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float Next(nuint count, ref ushort rows, int together)
    {
        ref float now = ref _next;
        Prefetch.Behind(ref now, count);
        _next = ref Unsafe.Add(ref now, count);
        return ref now;
    }
}

/// <summary>Weights of BF16: a strip at a time is widened, which costs little beside what is computed with it.</summary>
/// <param name="next">The band's first weight.</param>
/// <param name="room">Memory for a strip.</param>
internal ref struct BFloat16Strips(ref ushort next, ref float room) : IStripSource
{
    private readonly ref float _room = ref room;
    private ref ushort _next = ref next;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float Next(nuint count, ref ushort rows, int together)
    {
        Prefetch.Behind(ref _next, count);
        NarrowValues.Widen(ref _next, ref _room, count);
        _next = ref Unsafe.Add(ref _next, count);
        return ref _room;
    }
}

/// <summary>Weights of I8, likewise, each times its row's scale.</summary>
/// <param name="next">The band's first weight.</param>
/// <param name="scales">Those of the band's rows.</param>
/// <param name="room">Memory for a strip.</param>
internal ref struct Int8Strips(ref sbyte next, ref float scales, ref float room) : IStripSource
{
    private readonly ref float _room = ref room;
    private readonly ref float _scales = ref scales;
    private ref sbyte _next = ref next;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float Next(nuint count, ref ushort rows, int together)
    {
        Prefetch.Behind(ref _next, count);
        Vector128<float> four = together == 1 ? Vector128.Create(Scale(ref rows, 0))
            : Vector128.Create(Scale(ref rows, 0), Scale(ref rows, 1), Scale(ref rows, 2), Scale(ref rows, 3));
        NarrowValues.Widen(ref _next, ref _room, count, four);
        _next = ref Unsafe.Add(ref _next, count);
        return ref _room;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float Scale(ref ushort rows, int row) => Unsafe.Add(ref _scales, Unsafe.Add(ref rows, row));
}
