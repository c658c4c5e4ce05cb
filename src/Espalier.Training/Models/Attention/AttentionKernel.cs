using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Espalier.Training.Models;

/// <summary>
/// Attention over the short sequences of VQA, one head at a time in the first-level cache. At a dozen words and regions libtorch's batched
/// matrix products and the passes between them take several times as long, most of it overhead.
/// </summary>
/// <typeparam name="T">How activations are stored.</typeparam>
/// <typeparam name="TLanes">How they are read.</typeparam>
internal static unsafe class AttentionKernel<T, TLanes>
    where T : unmanaged
    where TLanes : struct, ILanes<T>
{
    private static int Width => Vector256<float>.Count;

    /// <summary>output = dropout(softmax(q k^T / sqrt(D) + mask)) v.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="q">Queries [B, T, H].</param>
    /// <param name="k">Keys [B, S, H].</param>
    /// <param name="v">Values [B, S, H].</param>
    /// <param name="mask">Added to scores, [B, S]; or null.</param>
    /// <param name="drop">Dropout factors [B * heads, T, padded S]; or null.</param>
    /// <param name="probabilities">Receives the softmax [B * heads, T, padded S], zero in the padding.</param>
    /// <param name="output">Receives [B, T, H].</param>
    /// <param name="threads">How many threads share the heads.</param>
    public static void Forward(AttentionShape shape, T* q, T* k, T* v, float* mask, float* drop, float* probabilities, T* output, int threads) =>
        ForHeads(shape, shape.PaddedKeys * shape.HeadSize + shape.Keys * shape.HeadSize + shape.HeadSize + shape.PaddedKeys, threads, (head, scratch) =>
        {
            (int s, int padded, int d) = (shape.Keys, shape.PaddedKeys, shape.HeadSize);
            float* kt = scratch, values = kt + (padded * d), row = values + (s * d), weights = row + d;
            long at = shape.Offset(head, s), queries = shape.Offset(head, shape.Queries), matrix = (long)head * shape.Queries * padded;
            Transpose(k + at, shape.Stride, s, padded, d, kt);
            Copy(v + at, shape.Stride, s, d, 1, values);
            float* keyMask = mask is null ? null : mask + ((long)(head / shape.Heads) * s);
            for (int t = 0; t < shape.Queries; t++)
            {
                float* p = probabilities + matrix + ((long)t * padded);
                Copy(q + queries + ((long)t * shape.Stride), 0, 1, d, shape.Scale, row);
                MultiplyTransposed(row, kt, d, padded, p);
                Softmax(p, keyMask, s, padded);
                float* w = drop is null ? p : Multiply(p, drop + matrix + ((long)t * padded), padded, weights);
                T* result = output + queries + ((long)t * shape.Stride);
                for (int j = 0; j < d; j += Width) TLanes.Store(result + j, Combine(w, 1, values + j, d, s));
            }
        });

    /// <summary>The gradients of <see cref="Forward"/>.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="q">Queries [B, T, H].</param>
    /// <param name="k">Keys [B, S, H].</param>
    /// <param name="v">Values [B, S, H].</param>
    /// <param name="drop">Dropout factors, as in the forward.</param>
    /// <param name="probabilities">The softmax that the forward gave.</param>
    /// <param name="gradient">Gradient of the output [B, T, H].</param>
    /// <param name="dq">Receives that of the queries.</param>
    /// <param name="dk">Receives that of the keys.</param>
    /// <param name="dv">Receives that of the values.</param>
    /// <param name="threads">How many threads share the heads.</param>
    public static void Backward(
        AttentionShape shape, T* q, T* k, T* v, float* drop, float* probabilities, T* gradient, T* dq, T* dk, T* dv, int threads)
    {
        int rows = shape.Queries * shape.HeadSize, matrixSize = shape.Queries * shape.PaddedKeys;
        ForHeads(shape, (shape.PaddedKeys + shape.Keys) * shape.HeadSize + 2 * rows + 2 * matrixSize, threads, (head, scratch) =>
        {
            (int s, int padded, int d) = (shape.Keys, shape.PaddedKeys, shape.HeadSize);
            float* vt = scratch, keys = vt + (padded * d), queries = keys + (s * d), outer = queries + rows, ds = outer + rows, weights = ds + matrixSize;
            long at = shape.Offset(head, s), atQuery = shape.Offset(head, shape.Queries), matrix = (long)head * matrixSize;
            Transpose(v + at, shape.Stride, s, padded, d, vt);
            Copy(k + at, shape.Stride, s, d, shape.Scale, keys);
            Copy(q + atQuery, shape.Stride, shape.Queries, d, shape.Scale, queries);
            Copy(gradient + atQuery, shape.Stride, shape.Queries, d, 1, outer);
            for (int t = 0; t < shape.Queries; t++)
            {
                float* p = probabilities + matrix + (t * padded), dp = ds + (t * padded), w = weights + (t * padded);
                MultiplyTransposed(outer + (t * d), vt, d, padded, dp);
                if (drop is null)
                {
                    Multiply(p, null, padded, w);
                }
                else
                {
                    float* factors = drop + matrix + (t * padded);
                    Multiply(p, factors, padded, w);
                    Multiply(dp, factors, padded, dp);
                }
                SoftmaxGradient(p, dp, padded);
                T* result = dq + atQuery + ((long)t * shape.Stride);
                for (int j = 0; j < d; j += Width) TLanes.Store(result + j, Combine(dp, 1, keys + j, d, s));
            }
            for (int i = 0; i < s; i++)
            {
                long row = at + ((long)i * shape.Stride);
                for (int j = 0; j < d; j += Width)
                {
                    TLanes.Store(dk + row + j, Combine(ds + i, padded, queries + j, d, shape.Queries));
                    TLanes.Store(dv + row + j, Combine(weights + i, padded, outer + j, d, shape.Queries));
                }
            }
        });
    }

    private delegate void HeadWork(int head, float* scratch);

    // Heads are independent, so the result does not depend on how many threads there are.
    private static void ForHeads(AttentionShape shape, int scratchSize, int threads, HeadWork work)
    {
        int heads = shape.Batch * shape.Heads;
        int parts = Math.Clamp(threads, 1, heads);
        void Part(int part)
        {
            float[] rented = ArrayPool<float>.Shared.Rent(scratchSize);
            fixed (float* scratch = rented)
            {
                for (int head = (int)((long)heads * part / parts); head < (long)heads * (part + 1) / parts; head++) work(head, scratch);
            }
            ArrayPool<float>.Shared.Return(rented);
        }
        if (parts == 1) Part(0);
        else Parallel.For(0, parts, Part);
    }

    // rows x d, scaled, to singles without gaps.
    private static void Copy(T* from, int stride, int rows, int d, float scale, float* to)
    {
        Vector256<float> factor = Vector256.Create(scale);
        for (int i = 0; i < rows; i++, from += stride, to += d)
        {
            for (int j = 0; j < d; j += Width) (TLanes.Load(from + j) * factor).Store(to + j);
        }
    }

    // rows x d to d x padded, zero beyond the rows.
    private static void Transpose(T* from, int stride, int rows, int padded, int d, float* to)
    {
        Span<float> row = stackalloc float[8];
        for (int i = 0; i < rows; i++, from += stride)
        {
            for (int j = 0; j < d; j += Width)
            {
                TLanes.Load(from + j).CopyTo(row);
                for (int lane = 0; lane < Width; lane++) to[((j + lane) * padded) + i] = row[lane];
            }
        }
        for (int i = rows; i < padded; i++)
        {
            for (int j = 0; j < d; j++) to[(j * padded) + i] = 0;
        }
    }

    // row [d] times matrix [d, padded].
    private static void MultiplyTransposed(float* row, float* matrix, int d, int padded, float* to)
    {
        for (int i = 0; i < padded; i += Width)
        {
            // Two sums, since one would wait for each product in turn. d is a multiple of eight.
            Vector256<float> even = Vector256<float>.Zero, odd = Vector256<float>.Zero;
            for (int j = 0; j < d; j += 2)
            {
                even = Vector256.FusedMultiplyAdd(Vector256.Create(row[j]), Vector256.Load(matrix + (j * padded) + i), even);
                odd = Vector256.FusedMultiplyAdd(Vector256.Create(row[j + 1]), Vector256.Load(matrix + ((j + 1) * padded) + i), odd);
            }
            (even + odd).Store(to + i);
        }
    }

    // sum_i weights[i * step] rows[i * stride ..], eight numbers of it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Combine(float* weights, int step, float* rows, int stride, int count)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        for (int i = 0; i < count; i++)
            sum = Vector256.FusedMultiplyAdd(Vector256.Create(weights[i * step]), Vector256.Load(rows + (i * stride)), sum);
        return sum;
    }

    private static float* Multiply(float* a, float* b, int count, float* to)
    {
        for (int i = 0; i < count; i += Width)
            (b is null ? Vector256.Load(a + i) : Vector256.Load(a + i) * Vector256.Load(b + i)).Store(to + i);
        return to;
    }

    private static void Softmax(float* scores, float* mask, int keys, int padded)
    {
        float largest = float.NegativeInfinity;
        for (int i = 0; i < keys; i++)
        {
            if (mask is not null) scores[i] += mask[i];
            largest = MathF.Max(largest, scores[i]);
        }
        for (int i = keys; i < padded; i++) scores[i] = float.NegativeInfinity;
        Vector256<float> sum = Vector256<float>.Zero, shift = Vector256.Create(largest);
        for (int i = 0; i < padded; i += Width)
        {
            Vector256<float> e = Vector256.Exp(Vector256.Load(scores + i) - shift);
            sum += e;
            e.Store(scores + i);
        }
        Vector256<float> factor = Vector256.Create(1 / Vector256.Sum(sum));
        for (int i = 0; i < padded; i += Width) (Vector256.Load(scores + i) * factor).Store(scores + i);
    }

    // dp becomes p (dp - sum p dp).
    private static void SoftmaxGradient(float* p, float* dp, int padded)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        for (int i = 0; i < padded; i += Width) sum = Vector256.FusedMultiplyAdd(Vector256.Load(p + i), Vector256.Load(dp + i), sum);
        Vector256<float> mean = Vector256.Create(Vector256.Sum(sum));
        for (int i = 0; i < padded; i += Width) (Vector256.Load(p + i) * (Vector256.Load(dp + i) - mean)).Store(dp + i);
    }
}
