using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Espalier.Numerics;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>Fills dropout masks with four lanes of xorshift128+ (Vigna 2017), the same numbers on every machine.</summary>
internal static class DropoutMask
{
    /// <summary>Writes 0 with probability <paramref name="rate"/>, else the factor that keeps the mean, for each element.</summary>
    /// <remarks>
    /// In bfloat16 1 / (1 - rate) rounds: 1.1111 to 1.1094. The rate is moved by as little as makes factor times keep rate exactly one
    /// again, or training would see slightly smaller activations than evaluation.
    /// </remarks>
    public static void Fill(Span<byte> mask, ScalarType type, double rate, ulong seed)
    {
        if (type == ScalarType.BFloat16)
        {
            ushort bits = BFloat16.Narrow((float)(1 / (1 - rate)));
            double keep = 1 / BitConverter.UInt32BitsToSingle((uint)bits << 16);
            Fill(mask, Vector256.Create((ushort)Math.Round((1 - keep) * (1 << 16))), Vector256.Create(bits), seed);
        }
        else if (type == ScalarType.Float32)
        {
            float factor = (float)(1 / (1 - rate));
            uint threshold = (uint)Math.Round((1 - 1.0 / factor) * (1L << 32));
            Fill(mask, Vector256.Create(threshold), Vector256.Create(BitConverter.SingleToUInt32Bits(factor)), seed);
        }
        else
        {
            throw new NotSupportedException($"Dropout is made for Float32 and BFloat16, not {type}.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill<T>(Span<byte> mask, Vector256<T> threshold, Vector256<T> factor, ulong seed)
        where T : unmanaged
    {
        SplitMix seeds = new(seed);
        Span<ulong> lanes = stackalloc ulong[8];
        foreach (ref ulong lane in lanes) lane = seeds.Next();
        Vector256<ulong> s0 = Vector256.Create<ulong>(lanes), s1 = Vector256.Create<ulong>(lanes[4..]);

        Span<Vector256<T>> whole = MemoryMarshal.Cast<byte, Vector256<T>>(mask);
        foreach (ref Vector256<T> part in whole)
            part = Vector256.GreaterThanOrEqual(Next(ref s0, ref s1).As<ulong, T>(), threshold) & factor;

        Span<byte> tail = mask[(whole.Length * Vector256<byte>.Count)..];
        if (tail.IsEmpty) return;
        Vector256<T> last = Vector256.GreaterThanOrEqual(Next(ref s0, ref s1).As<ulong, T>(), threshold) & factor;
        MemoryMarshal.AsBytes(new ReadOnlySpan<Vector256<T>>(in last))[..tail.Length].CopyTo(tail);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Next(ref Vector256<ulong> s0, ref Vector256<ulong> s1)
    {
        Vector256<ulong> x = s0, y = s1;
        s0 = y;
        x ^= x << 23;
        s1 = x ^ y ^ (x >>> 17) ^ (y >>> 26);
        return s1 + y;
    }
}
