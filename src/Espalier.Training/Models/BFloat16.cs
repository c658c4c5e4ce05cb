using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Espalier.Training.Models;

/// <summary>Conversions between single precision and bfloat16, its upper half.</summary>
internal static class BFloat16
{
    /// <summary>Widens exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        int i = 0;
        for (; i <= source.Length - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
        {
            (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(Vector256.Create(source[i..]));
            (low << 16).AsSingle().CopyTo(destination[i..]);
            (high << 16).AsSingle().CopyTo(destination[(i + Vector256<uint>.Count)..]);
        }
        for (; i < source.Length; i++) destination[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
    }

    /// <summary>Rounds to nearest, ties to even, as libtorch does. The values are finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Narrow(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        int i = 0;
        for (; i <= source.Length - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
        {
            Vector256<uint> low = Round(Vector256.Create(source[i..]).AsUInt32());
            Vector256<uint> high = Round(Vector256.Create(source[(i + Vector256<uint>.Count)..]).AsUInt32());
            Vector256.Narrow(low, high).CopyTo(destination[i..]);
        }
        for (; i < source.Length; i++) destination[i] = Narrow(source[i]);
    }

    /// <summary>Rounds one number, as above.</summary>
    public static ushort Narrow(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>Rounds the bits of singles; the bfloat16 numbers are in the lower halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Round(Vector256<uint> bits) =>
        (bits + Vector256.Create(0x7FFFu) + ((bits >> 16) & Vector256<uint>.One)) >> 16;

    /// <summary>Bytes of a tensor as bfloat16 numbers.</summary>
    public static Span<ushort> Of(Span<byte> bytes) => MemoryMarshal.Cast<byte, ushort>(bytes);
}
