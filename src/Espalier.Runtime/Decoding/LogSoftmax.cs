using System.Buffers;
using System.Numerics.Tensors;

namespace Espalier.Decoding;

/// <summary>Log-probabilities of logits: log(e^x / sum(e^x)), which is x less the same offset for all of them.</summary>
internal static class LogSoftmax
{
    /// <summary>What is to be taken from each logit: log(sum(e^x)).</summary>
    /// <param name="logits">At least one.</param>
    public static float OffsetOf(ReadOnlySpan<float> logits)
    {
        float largest = TensorPrimitives.Max(logits);
        float[] powers = ArrayPool<float>.Shared.Rent(logits.Length);
        Span<float> own = powers.AsSpan(0, logits.Length);
        TensorPrimitives.Subtract(logits, largest, own);
        TensorPrimitives.Exp(own, own);
        float offset = largest + MathF.Log(TensorPrimitives.Sum<float>(own));
        ArrayPool<float>.Shared.Return(powers);
        return offset;
    }
}
