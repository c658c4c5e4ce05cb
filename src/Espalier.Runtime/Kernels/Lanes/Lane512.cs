using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Espalier.Kernels.Lanes;

/// <summary>Sixteen numbers: AVX-512.</summary>
/// <param name="vector">The numbers.</param>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Lane512(Vector512<float> vector) : ILane<Lane512>
{
    private readonly Vector512<float> _vector = vector;

    public static int Count => 16;

    public static int Registers => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Load(ref float source, nuint offset) => new(Vector512.LoadUnsafe(ref source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 All(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 All(ref float source, nuint offset) => new(Vector512.Create(Unsafe.Add(ref source, offset)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Lane512 LoadFour(ref float source) => new(Avx512F.BroadcastVector128ToVector512((float*)Unsafe.AsPointer(ref source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Spread(Lane512 four, int place) => new(place switch
    {
        0 => Avx512F.Permute4x32(four._vector, 0b00_00_00_00),
        1 => Avx512F.Permute4x32(four._vector, 0b01_01_01_01),
        2 => Avx512F.Permute4x32(four._vector, 0b10_10_10_10),
        _ => Avx512F.Permute4x32(four._vector, 0b11_11_11_11),
    });

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 MultiplyAdd(Lane512 a, Lane512 b, Lane512 c) => new(Vector512.FusedMultiplyAdd(a._vector, b._vector, c._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 MultiplyAdd(Lane512 a, ref float b, nuint offset, Lane512 c) =>
        new(Vector512.FusedMultiplyAdd(a._vector, Vector512.LoadUnsafe(ref b, offset), c._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Max(Lane512 a, Lane512 b) => new(Vector512.MaxNative(a._vector, b._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Min(Lane512 a, Lane512 b) => new(Vector512.MinNative(a._vector, b._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Abs(Lane512 a) => new(Vector512.Abs(a._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Sqrt(Lane512 a) => new(Vector512.Sqrt(a._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 WithSign(Lane512 size, Lane512 sign) => new(size._vector | (sign._vector & Vector512.Create(-0f)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 ZeroWhereBelow(Lane512 x, Lane512 limit, Lane512 value) =>
        new(Vector512.AndNot(value._vector, Vector512.LessThan(x._vector, limit._vector)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 PowerOfTwo(Lane512 mantissa) =>
        new(((Vector512.AsInt32(mantissa._vector) << 23) + Vector512.Create(1f).AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 operator +(Lane512 a, Lane512 b) => new(a._vector + b._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 operator -(Lane512 a, Lane512 b) => new(a._vector - b._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 operator *(Lane512 a, Lane512 b) => new(a._vector * b._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 operator /(Lane512 a, Lane512 b) => new(a._vector / b._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float destination, nuint offset) => _vector.StoreUnsafe(ref destination, offset);
}
