using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Espalier.Testing;

/// <summary>Arrays in NumPy's formats.</summary>
public static class NumpyFile
{
    /// <summary>An array of singles.</summary>
    public static byte[] Of(float[] values, params int[] shape) => Of(Header("<f4", shape), MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>An array of halves.</summary>
    public static byte[] OfHalves(float[] values, params int[] shape) => Of(Header("<f2", shape), MemoryMarshal.AsBytes(values.Select(value => (Half)value).ToArray().AsSpan()));

    /// <summary>A whole number alone.</summary>
    public static byte[] Of(long value) => Of(Header("<i8", []), BitConverter.GetBytes(value));

    /// <summary>Whatever a header says.</summary>
    public static byte[] Of(string header, ReadOnlySpan<byte> data)
    {
        byte[] text = Encoding.ASCII.GetBytes(header + "\n"), length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        return [0x93, .. "NUMPY"u8, 1, 0, .. length, .. text, .. data];
    }

    /// <summary>Writes an archive, npz, and the folder that it is in.</summary>
    public static void WriteArchive(string path, params (string Name, byte[] Bytes)[] arrays)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string array, byte[] bytes) in arrays)
        {
            using Stream entry = archive.CreateEntry(array + ".npy").Open();
            entry.Write(bytes);
        }
    }

    private static string Header(string type, int[] shape) => $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}), }}";
}
