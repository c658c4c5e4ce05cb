using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// <see cref="AttentionKernel{T, TLanes}"/> as an autograd function of packed queries, keys and values [N, H]; the other arguments are dropout
/// factors for every probability, or null, and the shape.
/// </summary>
/// <remarks>An exception in a managed backward ends the process: whatever could fail is checked before the function is applied.</remarks>
internal sealed unsafe class FusedAttention : autograd.SingleTensorFunction<FusedAttention>
{
    /// <inheritdoc/>
    public override string Name => nameof(FusedAttention);

    /// <summary>Whether the kernel can do it: on the CPU, in float32 or bfloat16, with heads of whole pairs of vectors.</summary>
    public static bool Supports(Device device, ScalarType type, int headSize) =>
        device.type == DeviceType.CPU
        && type is ScalarType.Float32 or ScalarType.BFloat16
        && headSize % (2 * Vector256<float>.Count) == 0;

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
    {
        (Tensor q, Tensor k, Tensor v) = ((Tensor)arguments[0], (Tensor)arguments[1], (Tensor)arguments[2]);
        (Tensor? drop, AttentionShape shape) = ((Tensor?)arguments[3], (AttentionShape)arguments[4]);
        Tensor probabilities = empty(shape.Probabilities);
        Tensor output = empty_like(q);
        int threads = get_num_threads();
        if (q.dtype == ScalarType.BFloat16)
            AttentionKernel<ushort, BFloat16Lanes>.Forward(shape, Buffers<ushort>(q, k, v, drop, probabilities, output), threads);
        else
            AttentionKernel<float, FloatLanes>.Forward(shape, Buffers<float>(q, k, v, drop, probabilities, output), threads);
        context.save_for_backward(drop is null ? [q, k, v, probabilities] : [q, k, v, probabilities, drop]);
        context.save_data("shape", shape);
        return output;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
    {
        List<Tensor> saved = context.get_saved_variables();
        (Tensor q, Tensor k, Tensor v, Tensor probabilities) = (saved[0], saved[1], saved[2], saved[3]);
        Tensor? drop = saved.ElementAtOrDefault(4);
        AttentionShape shape = (AttentionShape)context.get_data("shape");
        (Tensor outer, Tensor dq, Tensor dk, Tensor dv) = (gradient.contiguous(), empty_like(q), empty_like(k), empty_like(v));
        int threads = get_num_threads();
        if (q.dtype == ScalarType.BFloat16)
            AttentionKernel<ushort, BFloat16Lanes>.Backward(shape, Buffers<ushort>(q, k, v, drop, probabilities, outer, dq, dk, dv), threads);
        else
            AttentionKernel<float, FloatLanes>.Backward(shape, Buffers<float>(q, k, v, drop, probabilities, outer, dq, dk, dv), threads);
        return [dq, dk, dv, null!, null!];
    }

    private static AttentionBuffers<T> Buffers<T>(
        Tensor q,
        Tensor k,
        Tensor v,
        Tensor? drop,
        Tensor probabilities,
        Tensor output,
        Tensor? dq = null,
        Tensor? dk = null,
        Tensor? dv = null)
        where T : unmanaged => new()
        {
            Q = At<T>(q),
            K = At<T>(k),
            V = At<T>(v),
            Drop = At<float>(drop),
            Probabilities = At<float>(probabilities),
            Output = At<T>(output),
            DQ = At<T>(dq),
            DK = At<T>(dk),
            DV = At<T>(dv),
        };

    private static T* At<T>(Tensor? tensor)
        where T : unmanaged =>
        tensor is null ? null : (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
