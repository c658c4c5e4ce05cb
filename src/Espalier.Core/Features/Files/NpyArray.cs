using System.Buffers.Binary;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Espalier.Features;

/// <summary>An array of numbers in NumPy's npy format, versions 1 to 3, in row order; objects, which are pickles, are refused.</summary>
/// <param name="Shape">The lengths of its axes; empty for a single number.</param>
/// <param name="Values">The numbers as singles, row by row.</param>
internal sealed partial record NpyArray(IReadOnlyList<int> Shape, float[] Values)
{
    // The features of the largest image, in double precision.
    private const int MostBytes = RegionRecord.MaxNumbers * sizeof(double), MostHeader = 1 << 12, FirstBytes = 1 << 20;

    /// <summary>Reads an array.</summary>
    /// <param name="stream">The format's bytes.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="name">The array's name in it, for messages.</param>
    /// <exception cref="InputException">The bytes are none of this format, or the array is not one of numbers.</exception>
    public static NpyArray Read(Stream stream, string file, string name)
    {
        try
        {
            Span<byte> start = stackalloc byte[12];
            stream.ReadExactly(start[..10]);
            if (start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8)) throw Wrong("another kind of file", "an array in npy format");
            int length = BinaryPrimitives.ReadUInt16LittleEndian(start[8..]);
            if (start[6] is 2 or 3)
            {
                stream.ReadExactly(start[10..12]);
                length = BinaryPrimitives.ReadInt32LittleEndian(start[8..]);
            }
            else if (start[6] != 1) throw Wrong($"version {start[6]}", "version 1, 2 or 3");
            if (length is < 0 or > MostHeader) throw Wrong($"a header of {length} bytes", $"at most {MostHeader}");
            byte[] header = new byte[length];
            stream.ReadExactly(header);
            return ReadValues(stream, Encoding.UTF8.GetString(header), Wrong);
        }
        catch (EndOfStreamException error)
        {
            throw new InputException(file, name, "an end before the array's", "the whole array", error);
        }

        InputException Wrong(string found, string expected) => new(file, name, found, expected);
    }

    private static NpyArray ReadValues(Stream stream, string header, Func<string, string, InputException> wrong)
    {
        Match match = Header().Match(header);
        if (!match.Success) throw wrong($"the header {header.Trim()}", "descr, fortran_order and shape of an array of numbers");
        if (match.Groups["order"].Value == "True") throw wrong("an array in column order", "row order; numpy.ascontiguousarray makes it");
        int[] shape = [.. match.Groups["axis"].Captures.Select(axis => int.Parse(axis.Value, CultureInfo.InvariantCulture))];
        // A product of hostile axes is beyond any whole number.
        double count = shape.Aggregate(1.0, (product, axis) => product * axis);
        (int size, Action<byte[], float[]> convert) = match.Groups["type"].Value switch
        {
            "<f2" => (2, (Action<byte[], float[]>)((bytes, values) => TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, Half>(bytes), values.AsSpan()))),
            "<f4" => (4, (bytes, values) => bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()))),
            "<f8" => (8, (bytes, values) => TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(bytes), values.AsSpan())),
            "<i4" => (4, (bytes, values) => TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, int>(bytes), values.AsSpan())),
            "<i8" => (8, (bytes, values) => TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, long>(bytes), values.AsSpan())),
            var other => throw wrong($"numbers of type {other}", "<f2, <f4, <f8, <i4 or <i8"),
        };
        if (count * size > MostBytes) throw wrong($"{count} numbers", "those of one image");
        byte[] data = ReadData(stream, (int)count * size);
        float[] result = new float[(int)count];
        convert(data, result);
        return new NpyArray(shape, result);
    }

    // No more memory than a few times what comes: a short file can claim any length.
    private static byte[] ReadData(Stream stream, int length)
    {
        byte[] data = new byte[Math.Min(length, FirstBytes)];
        for (int at = 0; ;)
        {
            stream.ReadExactly(data.AsSpan(at));
            at = data.Length;
            if (at == length) return data;
            Array.Resize(ref data, (int)Math.Min(length, 4L * at));
        }
    }

    // {'descr': '<f4', 'fortran_order': False, 'shape': (36, 2048), }
    [GeneratedRegex(@"^\{\s*'descr'\s*:\s*'(?<type>[^']{1,16})'\s*,\s*'fortran_order'\s*:\s*(?<order>True|False)\s*,\s*'shape'\s*:\s*\((?:\s*(?<axis>\d{1,9})\s*(?:,|(?=\))))*\s*\)\s*,?\s*\}\s*$",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Header();
}
