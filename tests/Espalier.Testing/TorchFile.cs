using System.IO.Compression;
using Espalier.Checkpoints;

namespace Espalier.Testing;

/// <summary>Files as torch.save writes them: a dictionary of tensors, each with a storage of its own, perhaps under a key of an outer one.</summary>
public static class TorchFile
{
    // Zip has no earlier time; a constant one makes the bytes the same whenever they are written.
    private static readonly DateTimeOffset Written = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly byte[] LegacyStart =
    [
        0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.',
        .. new PickleWriter().Whole(1001).Stop(),
        .. new PickleWriter().Code("}").Text("little_endian").Raw(0x88).Code("s").Stop(),
    ];

    /// <summary>The zip format, since PyTorch 1.6.</summary>
    /// <param name="source">Where the tensors come from, of F32 or I64.</param>
    /// <param name="names">By the name in the file, that in the source.</param>
    /// <param name="under">A key of an outer dictionary, which also says how many epochs there were; null puts the tensors in the outermost.</param>
    public static byte[] Zip(ITensorSource source, IReadOnlyDictionary<string, string> names, string? under = null)
    {
        using MemoryStream file = new();
        WriteZip(file, source, names, under);
        return file.ToArray();
    }

    /// <summary>The format before it; parameters are as in <see cref="Zip"/>.</summary>
    public static byte[] Legacy(ITensorSource source, IReadOnlyDictionary<string, string> names, string? under = null)
    {
        using MemoryStream file = new();
        WriteLegacy(file, source, names, under);
        return file.ToArray();
    }

    /// <summary>Writes what <see cref="Zip"/> gives, one tensor in memory at a time.</summary>
    public static void WriteZip(Stream file, ITensorSource source, IReadOnlyDictionary<string, string> names, string? under = null)
    {
        using ZipArchive zip = new(file, ZipArchiveMode.Create, leaveOpen: true);
        Add("m/data.pkl", Pickle(source, names, under, legacy: false));
        foreach ((string original, int key) in names.Values.Select((original, key) => (original, key))) Add($"m/data/{key}", source.ReadBytes(original));
        Add("m/version", "3\n"u8);

        void Add(string name, ReadOnlySpan<byte> bytes)
        {
            ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
            entry.LastWriteTime = Written;
            using Stream stream = entry.Open();
            stream.Write(bytes);
        }
    }

    /// <summary>Writes what <see cref="Legacy"/> gives, one tensor in memory at a time.</summary>
    public static void WriteLegacy(Stream file, ITensorSource source, IReadOnlyDictionary<string, string> names, string? under = null)
    {
        file.Write(LegacyStart);
        file.Write(Pickle(source, names, under, legacy: true));
        PickleWriter keys = new PickleWriter().Code("](");
        for (int key = 0; key < names.Count; key++) keys.Text($"{key}");
        file.Write(keys.Code("e").Stop());
        foreach (string original in names.Values)
        {
            file.Write(BitConverter.GetBytes(source.Tensors[original].Count));
            file.Write(source.ReadBytes(original));
        }
    }

    private static byte[] Pickle(ITensorSource source, IReadOnlyDictionary<string, string> names, string? under, bool legacy)
    {
        PickleWriter pickle = new();
        if (under is not null) pickle.Code("}").Text("epoch").Whole(3).Code("s").Text(under);
        pickle.Global("collections", "OrderedDict").Code(")R(");
        int key = 0;
        foreach ((string name, string original) in names)
        {
            TensorInfo info = source.Tensors[original];
            long[] shape = [.. info.Shape], strides = new long[shape.Length];
            for (long i = shape.Length - 1, step = 1; i >= 0; step *= shape[i--]) strides[i] = step;
            string type = info.Type == TensorType.F32 ? "FloatStorage" : "LongStorage";
            pickle.Text(name).Tensor($"{key++}", info.Count, 0, shape, strides, type, legacy);
        }
        return pickle.Code(under is null ? "u" : "us").Stop();
    }
}
