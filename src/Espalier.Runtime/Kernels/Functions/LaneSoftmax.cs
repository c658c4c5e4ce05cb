using System.Runtime.CompilerServices;
using Espalier.Kernels.Lanes;

namespace Espalier.Kernels.Functions;

/// <summary>Softmax of as many columns as a lane has numbers, each on its own.</summary>
/// <typeparam name="TLane">The lane.</typeparam>
internal static class LaneSoftmax<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>softmax(factor x + bias), in place; rows are <paramref name="width"/> numbers apart and the columns begin at <paramref name="column"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref float x, float factor, ReadOnlySpan<float> bias, int rows, nuint width, nuint column)
    {
        TLane factors = TLane.All(factor), highest = TLane.All(float.NegativeInfinity), sum = TLane.All(0);
        nuint at = column;
        for (int row = 0; row < rows; row++, at += width)
        {
            TLane score = TLane.MultiplyAdd(TLane.Load(ref x, at), factors, TLane.All(bias.IsEmpty ? 0 : bias[row]));
            highest = TLane.Max(highest, score);
            score.Store(ref x, at);
        }
        nuint end = at;
        for (at = column; at < end; at += width)
        {
            TLane share = LaneMath.Exp(TLane.Load(ref x, at) - highest);
            sum += share;
            share.Store(ref x, at);
        }
        TLane scale = TLane.All(1) / sum;
        for (at = column; at < end; at += width) (TLane.Load(ref x, at) * scale).Store(ref x, at);
    }
}
