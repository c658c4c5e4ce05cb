using System.Runtime.CompilerServices;
using Espalier.Kernels.Lanes;

namespace Espalier.Kernels.Functions;

/// <summary>x Phi(x), exactly.</summary>
internal readonly struct Gelu : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Of<TLane>(TLane x)
        where TLane : struct, ILane<TLane>
    {
        TLane half = x * TLane.All(0.5f);
        return TLane.MultiplyAdd(half, LaneMath.Erf(x * TLane.All(0.707106781f)), half);
    }
}

/// <summary>x sigmoid(1.702 x).</summary>
internal readonly struct QuickGelu : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Of<TLane>(TLane x)
        where TLane : struct, ILane<TLane> => x / (TLane.All(1) + LaneMath.Exp(x * TLane.All(-1.702f)));
}

/// <summary>max(x, 0).</summary>
internal readonly struct Relu : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Of<TLane>(TLane x)
        where TLane : struct, ILane<TLane> => TLane.Max(TLane.All(0), x);
}

/// <summary>The hyperbolic tangent.</summary>
internal readonly struct Tanh : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Of<TLane>(TLane x)
        where TLane : struct, ILane<TLane> => LaneMath.Tanh(x);
}
