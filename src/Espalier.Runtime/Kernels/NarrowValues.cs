using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Espalier.Checkpoints;

namespace Espalier.Kernels;

/// <summary>
/// Weights of fewer bits. BF16 is the upper half of an fp32 number: a rounded one is at most 2^-8 of its size away. I8 is a whole number from -127 to 127,
/// times a scale that a row has in common, a 127th of its largest weight: a rounded one is at most half a scale away.
/// </summary>
internal static class NarrowValues
{
    /// <summary>The largest whole number of I8.</summary>
    public const int Largest = 127;

    private const ushort Exponent = 0x7F80;

    /// <summary>Rounds to the nearest BF16, to the even one of two. What is beyond the largest becomes the largest.</summary>
    public static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        uint rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
        return (ushort)((rounded & Exponent) == Exponent && float.IsFinite(value) ? (bits >> 31 << 15) | 0x7F7F : rounded);
    }

    /// <summary>The scale of a row: 0 where all of it is.</summary>
    /// <param name="row">Weights.</param>
    /// <param name="most">The whole number that the largest of them becomes, at most <see cref="Largest"/>.</param>
    public static float ScaleOf(ReadOnlySpan<float> row, int most = Largest)
    {
        float largest = 0;
        foreach (float weight in row) largest = Math.Max(largest, Math.Abs(weight));
        return largest / most;
    }

    /// <summary>Rounds to the nearest multiple of a scale.</summary>
    public static sbyte ToInt8(float value, float scale) => scale == 0 ? (sbyte)0 : (sbyte)Math.Clamp(MathF.Round(value / scale), -Largest, Largest);

    /// <summary>Whether all are finite numbers.</summary>
    public static bool AreFinite(ReadOnlySpan<ushort> values)
    {
        ReadOnlySpan<Vector<ushort>> vectors = MemoryMarshal.Cast<ushort, Vector<ushort>>(values);
        Vector<ushort> exponent = new(Exponent);
        foreach (Vector<ushort> some in vectors)
        {
            if (Vector.EqualsAny(some & exponent, exponent)) return false;
        }
        foreach (ushort value in values[(vectors.Length * Vector<ushort>.Count)..])
        {
            if ((value & Exponent) == Exponent) return false;
        }
        return true;
    }

    /// <summary>A number as it is stored, not yet scaled.</summary>
    /// <param name="type">F32, BF16 or I8.</param>
    /// <param name="bytes">Numbers.</param>
    /// <param name="at">Which of them.</param>
    public static float Number(TensorType type, ReadOnlySpan<byte> bytes, int at) => type switch
    {
        TensorType.BF16 => Widen(MemoryMarshal.Cast<byte, ushort>(bytes)[at]),
        TensorType.I8 => (sbyte)bytes[at],
        _ => MemoryMarshal.Cast<byte, float>(bytes)[at],
    };

    /// <summary>Widens a row.</summary>
    /// <param name="type">BF16 or I8.</param>
    /// <param name="bytes">Its numbers. They may be the last bytes of the row itself, since the first ones are read first.</param>
    /// <param name="scale">What they are multiplied with.</param>
    /// <param name="row">Takes them.</param>
    public static void Widen(TensorType type, ReadOnlySpan<byte> bytes, float scale, Span<float> row)
    {
        if (type is not (TensorType.BF16 or TensorType.I8) || bytes.Length != (long)row.Length * type.Size())
            throw new ArgumentException($"{bytes.Length} bytes of {type.Name()} are not {row.Length} narrow numbers.", nameof(bytes));
        ref float to = ref MemoryMarshal.GetReference(row);
        ref byte from = ref MemoryMarshal.GetReference(bytes);
        if (type == TensorType.I8) Widen(ref Unsafe.As<byte, sbyte>(ref from), ref to, (nuint)row.Length, Vector128.Create(scale));
        else if (scale == 1) Widen(ref Unsafe.As<byte, ushort>(ref from), ref to, (nuint)row.Length);
        else Widen(ref Unsafe.As<byte, ushort>(ref from), ref to, (nuint)row.Length, scale);
    }

    /// <summary>Widens numbers of BF16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Widen(ref ushort from, ref float to, nuint count)
    {
        nuint i = 0;
        for (; i + 8 <= count; i += 8) Eight(ref from, i).StoreUnsafe(ref to, i);
        for (; i < count; i++) Unsafe.Add(ref to, i) = Widen(Unsafe.Add(ref from, i));
    }

    /// <summary>Widens numbers of BF16, each times a scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Widen(ref ushort from, ref float to, nuint count, float scale)
    {
        nuint i = 0;
        for (; i + 8 <= count; i += 8) (Eight(ref from, i) * scale).StoreUnsafe(ref to, i);
        for (; i < count; i++) Unsafe.Add(ref to, i) = Widen(Unsafe.Add(ref from, i)) * scale;
    }

    /// <summary>Widens numbers of I8.</summary>
    /// <param name="from">The numbers.</param>
    /// <param name="to">Takes them, scaled.</param>
    /// <param name="count">How many.</param>
    /// <param name="scales">Those of four numbers that follow each other, and of the next four, and so on.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Widen(ref sbyte from, ref float to, nuint count, Vector128<float> scales)
    {
        nuint i = 0;
        Vector256<float> eight = Vector256.Create(scales, scales);
        for (; i + 8 <= count; i += 8)
        {
            Vector128<sbyte> some = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref from, i)))).AsSByte();
            (Vector256.ConvertToSingle(Wide(some)) * eight).StoreUnsafe(ref to, i);
        }
        for (; i < count; i++) Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i) * scales[(int)(i % 4)];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Eight(ref ushort from, nuint at)
    {
        Vector128<ushort> some = Vector128.LoadUnsafe(ref from, at);
        return Vector256.ShiftLeft(Wide(some), 16).AsSingle();
    }

    // One instruction where there is one, which the compiler does not find in two halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Wide(Vector128<ushort> some)
    {
        if (Avx2.IsSupported) return Avx2.ConvertToVector256Int32(some).AsUInt32();
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(some);
        return Vector256.Create(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Wide(Vector128<sbyte> some)
    {
        if (Avx2.IsSupported) return Avx2.ConvertToVector256Int32(some);
        (Vector128<int> low, Vector128<int> high) = Vector128.Widen(Vector128.WidenLower(some));
        return Vector256.Create(low, high);
    }

    private static float Widen(ushort upper) => BitConverter.UInt32BitsToSingle((uint)upper << 16);
}
