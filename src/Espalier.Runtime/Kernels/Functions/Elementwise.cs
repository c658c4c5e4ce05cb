using System.Runtime.CompilerServices;
using Espalier.Kernels.Lanes;

namespace Espalier.Kernels.Functions;

/// <summary>Runs over numbers that lie together; how many must be a multiple of the lane.</summary>
/// <typeparam name="TLane">A full register.</typeparam>
internal static class Elementwise<TLane>
    where TLane : struct, ILane<TLane>
{
    private static nuint Lane => (nuint)TLane.Count;

    /// <summary>A function of each number, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<TFunction>(ref float values, int length)
        where TFunction : struct, IFunction
    {
        nuint count = (nuint)length;
        for (nuint i = 0; i < count; i += Lane) TFunction.Of(TLane.Load(ref values, i)).Store(ref values, i);
    }

    /// <summary>x + y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ref float x, ref float y, ref float sum, int length)
    {
        nuint count = (nuint)length;
        for (nuint i = 0; i < count; i += Lane) (TLane.Load(ref x, i) + TLane.Load(ref y, i)).Store(ref sum, i);
    }

    /// <summary>x plus one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ref float x, float y, ref float sum, int length)
    {
        nuint count = (nuint)length;
        for (nuint i = 0; i < count; i += Lane) (TLane.Load(ref x, i) + TLane.All(y)).Store(ref sum, i);
    }

    /// <summary>x times one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(ref float x, float factor, ref float product, int length)
    {
        nuint count = (nuint)length;
        for (nuint i = 0; i < count; i += Lane) (TLane.Load(ref x, i) * TLane.All(factor)).Store(ref product, i);
    }
}
