using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Espalier.Training.Models;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Espalier.Training.Training.Optimization;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019) as one pass over memory: gradient to fp32, factor, clip, moments, value and next leaf, block by block in the
/// first-level cache. libtorch's own takes some twelve passes. Work is cut into fixed chunks and the norm is summed in their order, so that the result depends on
/// neither the number of threads nor their timing.
/// </summary>
public sealed class FusedAdamW : AdamW
{
    private const int ChunkSize = 1 << 16;
    private const int BlockSize = 1 << 11;

    private readonly (int Tensor, int Start, int Count)[] _chunks;
    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = get_num_threads() };

    internal FusedAdamW(IReadOnlyList<TrainedTensor> tensors, AdamWOptions options) : base(tensors, options)
    {
        List<(int, int, int)> chunks = [];
        for (int i = 0; i < tensors.Count; i++)
        {
            int count = checked((int)tensors[i].Value.numel());
            for (int start = 0; start < count; start += ChunkSize) chunks.Add((i, start, Math.Min(ChunkSize, count - start)));
        }
        _chunks = [.. chunks];
    }

    private protected override void PublishLeaves() => ForEachBlock(new Tensor?[Tensors.Count], (in Block block) => block.Publish());

    private protected override double Norm(Tensor?[] gradients)
    {
        double[] squares = new double[_chunks.Length];
        ForEachBlock(gradients, (in Block block) =>
        {
            if (!block.HasGradient) return;
            Span<float> gradient = stackalloc float[BlockSize];
            gradient = block.Gradient(gradient, 1);
            squares[block.Chunk] += TensorPrimitives.SumOfSquares<float>(gradient);
        });
        return Math.Sqrt(squares.Sum());
    }

    private protected override void Apply(Tensor?[] gradients, float clip, AdamWStep[] steps) => ForEachBlock(gradients, (in Block block) =>
    {
        if (!block.HasGradient) return;
        Span<float> gradient = stackalloc float[BlockSize];
        gradient = block.Gradient(gradient, clip);
        AdamWKernel.Update(block.Value, gradient, block.First, block.Second, in steps[block.Tensor]);
        block.Publish();
    });

    private delegate void BlockAction(in Block block);

    private void ForEachBlock(Tensor?[] gradients, BlockAction action)
    {
        Memory[] memories = [.. Tensors.Select((tensor, i) => new Memory(tensor, gradients[i], FirstMoments[i], SecondMoments[i]))];
        Parallel.For(0, _chunks.Length, _parallel, chunk =>
        {
            (int tensor, int start, int count) = _chunks[chunk];
            for (int at = start; at < start + count; at += BlockSize)
                action(new Block(ref memories[tensor], chunk, tensor, at, Math.Min(BlockSize, start + count - at)));
        });
    }

    /// <summary>Where the numbers of a tensor are. The tensors live longer than an update, and native memory does not move.</summary>
    private readonly unsafe struct Memory(TrainedTensor tensor, Tensor? gradient, Tensor first, Tensor second)
    {
        public readonly float* Value = (float*)Address(tensor.Value);
        public readonly float* First = (float*)Address(first);
        public readonly float* Second = (float*)Address(second);
        public readonly float* Factor = tensor.Factor is { } factor ? (float*)Address(factor) : null;
        public readonly void* Gradient = gradient is not null ? Address(gradient) : null;
        public readonly void* Leaf = Address(tensor.Leaf);
        public readonly bool IsSingle = tensor.Leaf.dtype == ScalarType.Float32;
        public readonly Publication Publication = tensor.Publication;
        public readonly float Threshold = tensor.Threshold;

        private static void* Address(Tensor tensor) => Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
    }

    private readonly unsafe ref struct Block(ref Memory memory, int chunk, int tensor, int start, int count)
    {
        private readonly ref Memory _memory = ref memory;

        public int Chunk => chunk;

        public int Tensor => tensor;

        public bool HasGradient => _memory.Gradient is not null;

        public Span<float> Value => new(_memory.Value + start, count);

        public Span<float> First => new(_memory.First + start, count);

        public Span<float> Second => new(_memory.Second + start, count);

        private ReadOnlySpan<float> Factor => new(_memory.Factor + start, count);

        /// <summary>The gradient of the value, scaled, in the buffer's first numbers.</summary>
        public Span<float> Gradient(Span<float> buffer, float scale)
        {
            Span<float> gradient = buffer[..count];
            if (_memory.IsSingle) new ReadOnlySpan<float>((float*)_memory.Gradient + start, count).CopyTo(gradient);
            else BFloat16.Widen(new ReadOnlySpan<ushort>((ushort*)_memory.Gradient + start, count), gradient);
            if (_memory.Factor is not null) TensorPrimitives.Multiply(gradient, Factor, gradient);
            if (scale != 1) TensorPrimitives.Multiply(gradient, scale, gradient);
            return gradient;
        }

        /// <summary>Writes the leaf.</summary>
        public void Publish()
        {
            if (_memory.Publication == Publication.None) return;
            Span<float> single = _memory.IsSingle ? new Span<float>((float*)_memory.Leaf + start, count) : stackalloc float[count];
            if (_memory.Publication == Publication.Threshold) AdamWKernel.Mask(Value, Factor, _memory.Threshold, single);
            else Value.CopyTo(single);
            if (!_memory.IsSingle) BFloat16.Narrow(single, new Span<ushort>((ushort*)_memory.Leaf + start, count));
        }
    }
}
