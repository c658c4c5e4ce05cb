using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Espalier.Training.Training.Optimization;

/// <summary>
/// The element-wise arithmetic of AdamW on spans that fit in the first-level cache. Vector and scalar form do the same operations in
/// the same order, so that the result does not depend on how a tensor is cut into pieces.
/// </summary>
internal static class AdamWKernel
{
    /// <summary>
    /// m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2;  x = x - step m / (sqrt(v) + eps);  x = x - shrink x.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Update(Span<float> value, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, in AdamWStep step)
    {
        float rest1 = 1 - step.Beta1, rest2 = 1 - step.Beta2;
        int whole = value.Length / Vector256<float>.Count * Vector256<float>.Count;
        Span<Vector256<float>> x = Vectors(value), m = Vectors(first), v = Vectors(second);
        ReadOnlySpan<Vector256<float>> g = MemoryMarshal.Cast<float, Vector256<float>>(gradient);
        for (int i = 0; i < x.Length; i++)
        {
            m[i] = m[i] * step.Beta1 + g[i] * rest1;
            v[i] = v[i] * step.Beta2 + g[i] * g[i] * rest2;
            Vector256<float> moved = x[i] - m[i] / (Vector256.Sqrt(v[i]) + Vector256.Create(step.Epsilon)) * step.StepSize;
            x[i] = moved - moved * step.Shrink;
        }
        for (int i = whole; i < value.Length; i++)
        {
            first[i] = first[i] * step.Beta1 + gradient[i] * rest1;
            second[i] = second[i] * step.Beta2 + gradient[i] * gradient[i] * rest2;
            float moved = value[i] - first[i] / (MathF.Sqrt(second[i]) + step.Epsilon) * step.StepSize;
            value[i] = moved - moved * step.Shrink;
        }
    }

    /// <summary>masked = score > threshold ? weight : 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mask(ReadOnlySpan<float> score, ReadOnlySpan<float> weight, float threshold, Span<float> masked)
    {
        Vector256<float> limit = Vector256.Create(threshold);
        ReadOnlySpan<Vector256<float>> s = MemoryMarshal.Cast<float, Vector256<float>>(score), w = MemoryMarshal.Cast<float, Vector256<float>>(weight);
        Span<Vector256<float>> to = Vectors(masked);
        for (int i = 0; i < to.Length; i++) to[i] = Vector256.GreaterThan(s[i], limit) & w[i];
        for (int i = to.Length * Vector256<float>.Count; i < masked.Length; i++) masked[i] = score[i] > threshold ? weight[i] : 0;
    }

    private static Span<Vector256<float>> Vectors(Span<float> span) => MemoryMarshal.Cast<float, Vector256<float>>(span);
}
