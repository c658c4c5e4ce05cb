using Espalier.Checkpoints;

namespace Espalier.Testing;

/// <summary>Files as torch.save writes them: a dictionary of tensors, each with a storage of its own, perhaps under a key of an outer one.</summary>
public static class TorchFile
{
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
        ZipWriter zip = new();
        zip.Add("m/data.pkl", Pickle(source, names, under, legacy: false));
        foreach ((string original, int key) in names.Values.Select((original, key) => (original, key))) zip.Add($"m/data/{key}", source.ReadBytes(original));
        return zip.Add("m/version", "3\n"u8).ToArray();
    }

    /// <summary>The format before it; parameters are as in <see cref="Zip"/>.</summary>
    public static byte[] Legacy(ITensorSource source, IReadOnlyDictionary<string, string> names, string? under = null)
    {
        using MemoryStream file = new();
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
        return file.ToArray();
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
