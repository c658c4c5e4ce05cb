using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Espalier.Training.Models;

/// <summary>
/// Attention over the short sequences of VQA, one head at a time in the first-level cache. At a dozen words and regions libtorch's batched
/// matrix products and the passes between them take twice as long, most of it overhead.
/// </summary>
/// <typeparam name="T">How activations are stored.</typeparam>
/// <typeparam name="TLanes">How they are read.</typeparam>
internal static unsafe class AttentionKernel<T, TLanes>
    where T : unmanaged
    where TLanes : struct, ILanes<T>
{
    // More parts than threads, so that a thread that comes late (the other core may still spin in libtorch's pool) delays nobody.
    private const int PartsPerThread = 4;

    /// <summary>Output = dropout(softmax(Q K^T / sqrt(D))) V, for each example and head.</summary>
    public static void Forward(AttentionShape shape, AttentionBuffers<T> buffers, int threads)
    {
        int scratchSize = ((shape.MostQueries + (2 * shape.MostKeys)) * shape.HeadSize) + (2 * shape.MostPaddedKeys);
        ForHeads(shape, threads, scratchSize, (example, head, scratch) => ForwardHead(shape, buffers, example, head, scratch));
    }

    /// <summary>The gradients of <see cref="Forward"/>: DQ, DK and DV.</summary>
    public static void Backward(AttentionShape shape, AttentionBuffers<T> buffers, int threads)
    {
        int scratchSize = 2 * (((shape.MostQueries + shape.MostKeys) * shape.HeadSize) + (shape.MostQueries * shape.MostPaddedKeys));
        ForHeads(shape, threads, scratchSize, (example, head, scratch) => BackwardHead(shape, buffers, example, head, scratch));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardHead(AttentionShape shape, AttentionBuffers<T> buffers, int example, int head, float* scratch)
    {
        (int queries, int keys, int padded) = (shape.Queries(example), shape.Keys(example), shape.PaddedKeys(example));
        (int d, int stride) = (shape.HeadSize, shape.Stride);
        (long queryOffset, long keyOffset, long row) = (shape.QueryOffset(example, head), shape.KeyOffset(example, head), shape.RowOffset(example, head));
        float* q = scratch, k = q + (queries * d), v = k + (keys * d), mask = v + (keys * d), weights = mask + padded;
        Copy(buffers.Q + queryOffset, stride, queries, d, shape.Scale, q);
        Copy(buffers.K + keyOffset, stride, keys, d, 1, k);
        Copy(buffers.V + keyOffset, stride, keys, d, 1, v);
        for (int i = 0; i < padded; i++) mask[i] = i < keys ? 0 : float.NegativeInfinity;
        T* output = buffers.Output + queryOffset;
        for (int t = 0; t < queries; t++, output += stride, row += padded)
        {
            float* p = buffers.Probabilities + row;
            Dots(q + (t * d), k, d, keys, padded, p);
            RowSoftmax.Apply(p, mask, padded);
            float* w = p;
            if (buffers.Drop is not null) RowSoftmax.Multiply(p, buffers.Drop + row, padded, w = weights);
            Combine(w, 1, v, d, keys, output);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardHead(AttentionShape shape, AttentionBuffers<T> buffers, int example, int head, float* scratch)
    {
        (int queries, int keys, int padded) = (shape.Queries(example), shape.Keys(example), shape.PaddedKeys(example));
        (int d, int stride) = (shape.HeadSize, shape.Stride);
        (long queryOffset, long keyOffset, long row) = (shape.QueryOffset(example, head), shape.KeyOffset(example, head), shape.RowOffset(example, head));
        float* q = scratch, outer = q + (queries * d), k = outer + (queries * d), v = k + (keys * d);
        float* ds = v + (keys * d), weights = ds + (queries * padded);
        Copy(buffers.Q + queryOffset, stride, queries, d, shape.Scale, q);
        Copy(buffers.Output + queryOffset, stride, queries, d, 1, outer);
        Copy(buffers.K + keyOffset, stride, keys, d, shape.Scale, k);
        Copy(buffers.V + keyOffset, stride, keys, d, 1, v);
        T* dq = buffers.DQ + queryOffset;
        for (int t = 0; t < queries; t++, dq += stride, row += padded)
        {
            float* p = buffers.Probabilities + row, dp = ds + (t * padded), w = weights + (t * padded);
            Dots(outer + (t * d), v, d, keys, padded, dp);
            if (buffers.Drop is null)
            {
                Unsafe.CopyBlock(w, p, (uint)padded * sizeof(float));
            }
            else
            {
                RowSoftmax.Multiply(p, buffers.Drop + row, padded, w);
                RowSoftmax.Multiply(dp, buffers.Drop + row, padded, dp);
            }
            RowSoftmax.Gradient(p, dp, padded);
            Combine(dp, 1, k, d, keys, dq);
        }
        T* dk = buffers.DK + keyOffset, dv = buffers.DV + keyOffset;
        for (int s = 0; s < keys; s++, dk += stride, dv += stride)
        {
            Combine(ds + s, padded, q, d, queries, dk);
            Combine(weights + s, padded, outer, d, queries, dv);
        }
    }

    private static int Width => Vector256<float>.Count;

    private delegate void HeadWork(int example, int head, float* scratch);

    // Heads are independent, so the result does not depend on how many threads there are.
    private static void ForHeads(AttentionShape shape, int threads, int scratchSize, HeadWork work)
    {
        int heads = shape.Examples * shape.Heads;
        int parts = threads == 1 ? 1 : Math.Min(PartsPerThread * threads, heads);
        void Part(int part)
        {
            float[] rented = ArrayPool<float>.Shared.Rent(scratchSize);
            fixed (float* scratch = rented)
            {
                for (int i = (int)((long)heads * part / parts); i < (long)heads * (part + 1) / parts; i++) work(i / shape.Heads, i % shape.Heads, scratch);
            }
            ArrayPool<float>.Shared.Return(rented);
        }
        if (parts == 1) Part(0);
        else Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, Part);
    }

    // rows x d, scaled, to singles without gaps.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(T* from, int stride, int rows, int d, float scale, float* to)
    {
        Vector256<float> factor = Vector256.Create(scale);
        for (int i = 0; i < rows; i++, from += stride, to += d)
        {
            for (int j = 0; j < d; j += Width) (TLanes.Load(from + j) * factor).Store(to + j);
        }
    }

    // to[i] = row . rows[i], zero in the padding.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Dots(float* row, float* rows, int d, int count, int padded, float* to)
    {
        for (int i = 0; i < count; i++, rows += d)
        {
            Vector256<float> even = Vector256<float>.Zero, odd = Vector256<float>.Zero;
            for (int j = 0; j < d; j += 2 * Width)
            {
                even = Vector256.FusedMultiplyAdd(Vector256.Load(row + j), Vector256.Load(rows + j), even);
                odd = Vector256.FusedMultiplyAdd(Vector256.Load(row + j + Width), Vector256.Load(rows + j + Width), odd);
            }
            to[i] = Vector256.Sum(even + odd);
        }
        for (int i = count; i < padded; i++) to[i] = 0;
    }

    // to = sum_i weights[i * step] rows[i].
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Combine(float* weights, int step, float* rows, int d, int count, T* to)
    {
        for (int j = 0; j < d; j += 2 * Width)
        {
            Vector256<float> lower = Vector256<float>.Zero, upper = Vector256<float>.Zero;
            float* weight = weights, row = rows + j;
            for (int i = 0; i < count; i++, weight += step, row += d)
            {
                Vector256<float> factor = Vector256.Create(*weight);
                lower = Vector256.FusedMultiplyAdd(factor, Vector256.Load(row), lower);
                upper = Vector256.FusedMultiplyAdd(factor, Vector256.Load(row + Width), upper);
            }
            TLanes.Store(to + j, lower);
            TLanes.Store(to + j + Width, upper);
        }
    }
}
