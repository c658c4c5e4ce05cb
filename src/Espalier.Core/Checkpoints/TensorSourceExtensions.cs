using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Espalier.Checkpoints;

/// <summary>Reading tensors as arrays of the type that the caller wants.</summary>
public static class TensorSourceExtensions
{
    /// <summary>Finds a tensor's description.</summary>
    /// <exception cref="InputException">There is no tensor of that name.</exception>
    public static TensorInfo Find(this ITensorSource source, string name) =>
        source.Tensors.TryGetValue(name, out TensorInfo? info)
            ? info
            : throw new InputException(
                source.Path, $"tensor \"{name}\"", "nothing", $"one of its {source.Tensors.Count} tensors, such as {Some(source)}");

    /// <summary>Reads a tensor of any type as its bytes.</summary>
    /// <exception cref="InputException">There is no such tensor, or it has more than 2 GiB.</exception>
    public static byte[] ReadBytes(this ITensorSource source, string name)
    {
        TensorInfo info = source.Find(name);
        byte[] bytes = new byte[Length(source, info, info.ByteLength)];
        source.Read(name, bytes);
        return bytes;
    }

    /// <summary>Reads a tensor of F32, F64 (rounded), F16 or BF16 as singles.</summary>
    /// <exception cref="InputException">There is no such tensor, it is not of these types, or it is larger than an array can
    /// be.</exception>
    public static float[] ReadFloats(this ITensorSource source, string name)
    {
        TensorInfo info = source.Find(name);
        if (info.Type is not (TensorType.F32 or TensorType.F64 or TensorType.F16 or TensorType.BF16))
            throw new InputException(source.Path, $"tensor \"{name}\"", info.ToString(), "F32, F64, F16 or BF16");
        if (info.Type == TensorType.F32)
        {
            float[] values = new float[Length(source, info, info.Count)];
            _ = Length(source, info, info.ByteLength);
            source.Read(name, MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        byte[] bytes = source.ReadBytes(name);
        float[] converted = new float[info.Count];
        Widen(info.Type, bytes, converted);
        return converted;
    }

    /// <summary>Reads a tensor of I64, I32, I16, I8, U8 or BOOL as 64-bit integers.</summary>
    /// <exception cref="InputException">There is no such tensor, it is not of these types, or it is larger than an array can
    /// be.</exception>
    public static long[] ReadIntegers(this ITensorSource source, string name)
    {
        TensorInfo info = source.Find(name);
        if (info.Type is TensorType.F32 or TensorType.F64 or TensorType.F16 or TensorType.BF16)
            throw new InputException(source.Path, $"tensor \"{name}\"", info.ToString(), "an integer type or BOOL");
        byte[] bytes = source.ReadBytes(name);
        long[] values = new long[info.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = info.Type switch
            {
                TensorType.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8 * i)),
                TensorType.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4 * i)),
                TensorType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(2 * i)),
                TensorType.I8 => (sbyte)bytes[i],
                _ => bytes[i],
            };
        }
        return values;
    }

    private static void Widen(TensorType type, byte[] bytes, float[] values)
    {
        switch (type)
        {
            case TensorType.F16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values);
                break;
            case TensorType.BF16:
                ReadOnlySpan<ushort> upper = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (int i = 0; i < values.Length; i++) values[i] = BitConverter.Int32BitsToSingle(upper[i] << 16);
                break;
            default:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(bytes), values);
                break;
        }
    }

    private static int Length(ITensorSource source, TensorInfo info, long length) =>
        length <= Array.MaxLength
            ? (int)length
            : throw new InputException(
                source.Path, $"tensor \"{info.Name}\"", $"{info}, which is {info.ByteLength} bytes", "at most 2 GiB a tensor");

    private static string Some(ITensorSource source) => string.Join(", ", source.Tensors.Keys.Take(3).Select(key => $"\"{key}\""));
}
