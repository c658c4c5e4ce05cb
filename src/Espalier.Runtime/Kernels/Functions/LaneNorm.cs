using System.Runtime.CompilerServices;
using Espalier.Kernels.Lanes;

namespace Espalier.Kernels.Functions;

/// <summary>LayerNorm of as many columns as a lane has numbers, each on its own.</summary>
/// <typeparam name="TLane">The lane.</typeparam>
internal static class LaneNorm<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>Normalises; rows are <paramref name="width"/> numbers apart and the columns begin at <paramref name="column"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref float x, ref float gain, ref float bias, float epsilon, ref float y, int rows, nuint width, nuint column)
    {
        nuint end = column + ((nuint)rows * width);
        TLane sum = TLane.All(0), squares = TLane.All(0), share = TLane.All(1f / rows);
        for (nuint at = column; at < end; at += width) sum += TLane.Load(ref x, at);
        TLane mean = sum * share;
        for (nuint at = column; at < end; at += width)
        {
            TLane distance = TLane.Load(ref x, at) - mean;
            squares = TLane.MultiplyAdd(distance, distance, squares);
        }
        TLane factor = TLane.All(1) / TLane.Sqrt(TLane.MultiplyAdd(squares, share, TLane.All(epsilon)));
        for (nuint at = column; at < end; at += width)
        {
            TLane scaled = (TLane.Load(ref x, at) - mean) * factor;
            TLane.MultiplyAdd(scaled, TLane.All(gain), TLane.All(bias)).Store(ref y, at);
            gain = ref Unsafe.Add(ref gain, 1);
            bias = ref Unsafe.Add(ref bias, 1);
        }
    }
}
