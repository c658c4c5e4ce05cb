using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Espalier.Kernels.Lanes;

/// <summary>As many numbers as the runtime thinks best for this processor, whichever it is.</summary>
/// <param name="vector">The numbers.</param>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct LaneAny(Vector<float> vector) : ILane<LaneAny>
{
    private readonly Vector<float> _vector = vector;

    public static int Count => Vector<float>.Count;

    public static int Registers => AdvSimd.IsSupported ? 32 : 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny Load(ref float source, nuint offset) => new(Vector.LoadUnsafe(ref source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny All(float value) => new(new Vector<float>(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny All(ref float source, nuint offset) => new(new Vector<float>(Unsafe.Add(ref source, offset)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny LoadFour(ref float source) => new(Vector128.LoadUnsafe(ref source).AsVector());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny Spread(LaneAny four, int place) => new(new Vector<float>(four._vector[place]));

    // Not FusedMultiplyAdd, which computes number by number where the processor cannot.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny MultiplyAdd(LaneAny a, LaneAny b, LaneAny c) => new(Vector.MultiplyAddEstimate(a._vector, b._vector, c._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny MultiplyAdd(LaneAny a, ref float b, nuint offset, LaneAny c) =>
        new(Vector.MultiplyAddEstimate(a._vector, Vector.LoadUnsafe(ref b, offset), c._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny Max(LaneAny a, LaneAny b) => new(Vector.MaxNative(a._vector, b._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny Min(LaneAny a, LaneAny b) => new(Vector.MinNative(a._vector, b._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny Abs(LaneAny a) => new(Vector.Abs(a._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny Sqrt(LaneAny a) => new(Vector.SquareRoot(a._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny WithSign(LaneAny size, LaneAny sign) => new(size._vector | (sign._vector & new Vector<float>(-0f)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny ZeroWhereBelow(LaneAny x, LaneAny limit, LaneAny value) =>
        new(Vector.AndNot(value._vector, Vector.LessThan(x._vector, limit._vector).As<int, float>()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny PowerOfTwo(LaneAny mantissa) =>
        new(((mantissa._vector.As<float, int>() << 23) + Vector<float>.One.As<float, int>()).As<int, float>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny operator +(LaneAny a, LaneAny b) => new(a._vector + b._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny operator -(LaneAny a, LaneAny b) => new(a._vector - b._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny operator *(LaneAny a, LaneAny b) => new(a._vector * b._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneAny operator /(LaneAny a, LaneAny b) => new(a._vector / b._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float destination, nuint offset) => _vector.StoreUnsafe(ref destination, offset);
}
