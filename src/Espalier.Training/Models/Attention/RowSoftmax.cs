using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Espalier.Training.Models;

/// <summary>The softmax of one row of scores, whose length is a multiple of a vector's, and what belongs to it.</summary>
internal static unsafe class RowSoftmax
{
    private static int Width => Vector256<float>.Count;

    /// <summary>scores = softmax(scores + mask); a mask of minus infinity gives exactly zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(float* scores, float* mask, int count)
    {
        Vector256<float> largest = Vector256.Create(float.NegativeInfinity);
        for (int i = 0; i < count; i += Width)
        {
            Vector256<float> masked = Vector256.Load(scores + i) + Vector256.Load(mask + i);
            largest = Vector256.Max(largest, masked);
            masked.Store(scores + i);
        }
        Vector128<float> half = Vector128.Max(largest.GetLower(), largest.GetUpper());
        Vector256<float> shift = Vector256.Create(MathF.Max(MathF.Max(half[0], half[1]), MathF.Max(half[2], half[3])));
        Vector256<float> sum = Vector256<float>.Zero;
        for (int i = 0; i < count; i += Width)
        {
            Vector256<float> power = Exp(Vector256.Load(scores + i) - shift);
            sum += power;
            power.Store(scores + i);
        }
        Vector256<float> factor = Vector256.Create(1 / Vector256.Sum(sum));
        for (int i = 0; i < count; i += Width) (Vector256.Load(scores + i) * factor).Store(scores + i);
    }

    /// <summary>dp = p (dp - sum p dp), the gradient of the scores from that of the softmax p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gradient(float* p, float* dp, int count)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        for (int i = 0; i < count; i += Width) sum = Vector256.FusedMultiplyAdd(Vector256.Load(p + i), Vector256.Load(dp + i), sum);
        Vector256<float> mean = Vector256.Create(Vector256.Sum(sum));
        for (int i = 0; i < count; i += Width) (Vector256.Load(p + i) * (Vector256.Load(dp + i) - mean)).Store(dp + i);
    }

    /// <summary>to = a b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(float* a, float* b, int count, float* to)
    {
        for (int i = 0; i < count; i += Width) (Vector256.Load(a + i) * Vector256.Load(b + i)).Store(to + i);
    }

    // e^x for x <= 0, within two units in the last place: 2^n e^r with |r| <= ln 2 / 2 and the Taylor polynomial of e^r. The library's
    // Exp works in double precision and takes three times as long. A NaN stays one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exp(Vector256<float> x)
    {
        Vector256<float> n = Vector256.Round(x * Vector256.Create(1.44269504f));
        Vector256<float> r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-0.693145752f), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-1.42860682e-6f), r);
        Vector256<float> sum = Vector256.Create(1f / 5040);
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1f / 720));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1f / 120));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1f / 24));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(1f / 6));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256.Create(0.5f));
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256<float>.One);
        sum = Vector256.FusedMultiplyAdd(sum, r, Vector256<float>.One);
        Vector256<float> power = (sum.AsInt32() + (Vector256.ConvertToInt32(n) << 23)).AsSingle();
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(-87f)), Vector256<float>.Zero, power);
    }
}
