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

    /// <summary>Each row of x plus a number of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddToRows(ref float x, ref float each, ref float sum, int rows, int width)
    {
        nuint at = 0;
        for (nuint row = 0; row < (nuint)rows; row++)
        {
            TLane number = TLane.All(ref each, row);
            for (nuint end = at + (nuint)width; at < end; at += Lane) (TLane.Load(ref x, at) + number).Store(ref sum, at);
        }
    }

    /// <summary>Each row is a number of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SetRows(ref float each, ref float y, int rows, int width)
    {
        nuint at = 0;
        for (nuint row = 0; row < (nuint)rows; row++)
        {
            TLane number = TLane.All(ref each, row);
            for (nuint end = at + (nuint)width; at < end; at += Lane) number.Store(ref y, at);
        }
    }

    /// <summary>x times one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(ref float x, float factor, ref float product, int length)
    {
        nuint count = (nuint)length;
        for (nuint i = 0; i < count; i += Lane) (TLane.Load(ref x, i) * TLane.All(factor)).Store(ref product, i);
    }
}
