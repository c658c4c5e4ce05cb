using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Espalier.Kernels.Lanes;

/// <summary>Eight numbers: AVX2 with FMA.</summary>
/// <param name="vector">The numbers.</param>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Lane256(Vector256<float> vector) : ILane<Lane256>
{
    private readonly Vector256<float> _vector = vector;

    public static int Count => 8;

    public static int Registers => Vector512.IsHardwareAccelerated ? 32 : 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Load(ref float source, nuint offset) => new(Vector256.LoadUnsafe(ref source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 All(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 All(ref float source, nuint offset) => new(Vector256.Create(Unsafe.Add(ref source, offset)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Lane256 LoadFour(ref float source) => new(Avx.BroadcastVector128ToVector256((float*)Unsafe.AsPointer(ref source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Spread(Lane256 four, int place) => new(place switch
    {
        0 => Avx.Permute(four._vector, 0b00_00_00_00),
        1 => Avx.Permute(four._vector, 0b01_01_01_01),
        2 => Avx.Permute(four._vector, 0b10_10_10_10),
        _ => Avx.Permute(four._vector, 0b11_11_11_11),
    });

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 MultiplyAdd(Lane256 a, Lane256 b, Lane256 c) => new(Vector256.FusedMultiplyAdd(a._vector, b._vector, c._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 MultiplyAdd(Lane256 a, ref float b, nuint offset, Lane256 c) =>
        new(Vector256.FusedMultiplyAdd(a._vector, Vector256.LoadUnsafe(ref b, offset), c._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Max(Lane256 a, Lane256 b) => new(Vector256.MaxNative(a._vector, b._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Min(Lane256 a, Lane256 b) => new(Vector256.MinNative(a._vector, b._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Abs(Lane256 a) => new(Vector256.Abs(a._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Sqrt(Lane256 a) => new(Vector256.Sqrt(a._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 WithSign(Lane256 size, Lane256 sign) => new(size._vector | (sign._vector & Vector256.Create(-0f)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 ZeroWhereBelow(Lane256 x, Lane256 limit, Lane256 value) =>
        new(Vector256.AndNot(value._vector, Vector256.LessThan(x._vector, limit._vector)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 PowerOfTwo(Lane256 mantissa) =>
        new(((Vector256.AsInt32(mantissa._vector) << 23) + Vector256.Create(1f).AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 operator +(Lane256 a, Lane256 b) => new(a._vector + b._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 operator -(Lane256 a, Lane256 b) => new(a._vector - b._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 operator *(Lane256 a, Lane256 b) => new(a._vector * b._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 operator /(Lane256 a, Lane256 b) => new(a._vector / b._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float destination, nuint offset) => _vector.StoreUnsafe(ref destination, offset);
}
