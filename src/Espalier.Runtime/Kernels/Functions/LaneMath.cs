using System.Runtime.CompilerServices;
using Espalier.Kernels.Lanes;

namespace Espalier.Kernels.Functions;

/// <summary>Functions of each number of a lane, to within a few units of the last place of 1. What is not a number stays so.</summary>
internal static class LaneMath
{
    // Adding it to a number brings that to a whole one, which then stands in the lowest bits of the mantissa.
    private const float Rounder = 12_582_912;

    // Beyond this the power is no normal number; to us it is 0.
    private const float LowestPower = -87, HighestPower = 88;

    /// <summary>e^x; 0 below -87, and e^88 above 88.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Exp<TLane>(TLane x)
        where TLane : struct, ILane<TLane>
    {
        TLane bounded = TLane.Max(TLane.All(LowestPower), TLane.Min(TLane.All(HighestPower), x));
        TLane mantissa = TLane.MultiplyAdd(bounded, TLane.All(1.442695041f), TLane.All(Rounder));
        TLane whole = mantissa - TLane.All(Rounder);
        // ln 2 in two parts, the first of which has few enough bits to be multiplied exactly.
        TLane rest = TLane.MultiplyAdd(whole, TLane.All(-0.693359375f), bounded);
        rest = TLane.MultiplyAdd(whole, TLane.All(2.12194440e-4f), rest);
        // Taylor's series; the rest is at most ln(2) / 2.
        TLane sum = TLane.MultiplyAdd(rest, TLane.All(1 / 5040f), TLane.All(1 / 720f));
        sum = TLane.MultiplyAdd(sum, rest, TLane.All(1 / 120f));
        sum = TLane.MultiplyAdd(sum, rest, TLane.All(1 / 24f));
        sum = TLane.MultiplyAdd(sum, rest, TLane.All(1 / 6f));
        sum = TLane.MultiplyAdd(sum, rest, TLane.All(0.5f));
        sum = TLane.MultiplyAdd(sum, rest, TLane.All(1));
        sum = TLane.MultiplyAdd(sum, rest, TLane.All(1));
        return TLane.ZeroWhereBelow(x, TLane.All(LowestPower), sum * TLane.PowerOfTwo(mantissa));
    }

    /// <summary>The error function, to 2e-7 (Abramowitz and Stegun 1964, 7.1.26).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Erf<TLane>(TLane x)
        where TLane : struct, ILane<TLane>
    {
        TLane size = TLane.Abs(x);
        TLane t = TLane.All(1) / TLane.MultiplyAdd(size, TLane.All(0.3275911f), TLane.All(1));
        TLane sum = TLane.MultiplyAdd(t, TLane.All(1.061405429f), TLane.All(-1.453152027f));
        sum = TLane.MultiplyAdd(sum, t, TLane.All(1.421413741f));
        sum = TLane.MultiplyAdd(sum, t, TLane.All(-0.284496736f));
        sum = TLane.MultiplyAdd(sum, t, TLane.All(0.254829592f));
        TLane rest = sum * t * Exp(TLane.All(0) - (size * size));
        return TLane.WithSign(TLane.Max(TLane.All(0), TLane.All(1) - rest), x);
    }

    /// <summary>The hyperbolic tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Tanh<TLane>(TLane x)
        where TLane : struct, ILane<TLane>
    {
        TLane size = TLane.Abs(x);
        TLane rest = TLane.All(2) / (Exp(size + size) + TLane.All(1));
        return TLane.WithSign(TLane.Max(TLane.All(0), TLane.All(1) - rest), x);
    }
}
