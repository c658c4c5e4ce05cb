using System.Globalization;
using Espalier.Checkpoints;

namespace Espalier.Sparsity;

/// <summary>
/// Masks on disk: a safetensors file with one U8 tensor for each matrix, named as its weight, that holds a bit for each weight
/// (weight i of the flattened matrix is bit i % 8, counted from the lowest, of byte i / 8). The metadata carries the shapes,
/// <c>"shape:NAME": "768,3072"</c>. In Python: <c>numpy.unpackbits(bits, bitorder="little", count=rows*columns).reshape(rows, columns)</c>.
/// </summary>
/// <remarks>
/// Bits take an eighth of the space of Booleans (26 MB instead of 207 MB for the base size of LXMERT). Files with BOOL tensors (or U8
/// ones of 0 and 1) of the weights' shapes are read as well, be they safetensors or what the published code saves with PyTorch.
/// </remarks>
public static class MaskFile
{
    private const string FormatKey = "format";
    private const string Format = "espalier-mask-bits-1";
    private const string ShapePrefix = "shape:";

    /// <summary>Writes a file atomically; the same masks give the same bytes.</summary>
    /// <exception cref="ArgumentException">The metadata has a key that the format needs for itself.</exception>
    public static void Write(string path, MaskSet masks)
    {
        List<KeyValuePair<string, string>> metadata = [new(FormatKey, Format)];
        metadata.AddRange(masks.Masks.Values.Select(mask =>
            new KeyValuePair<string, string>(ShapePrefix + mask.Name, string.Join(',', mask.Shape))));
        metadata.AddRange(masks.Metadata);
        SafetensorsWriter.Write(
            path,
            masks.Masks.Values.Select(mask => TensorEntry.Of(mask.Name, TensorType.U8, [mask.Bits.ByteLength], mask.Bits.ToBytes())),
            metadata);
    }

    /// <summary>Reads a file of packed bits, or a checkpoint of Booleans.</summary>
    /// <exception cref="InputException">The file cannot be read, or holds something else than masks.</exception>
    public static MaskSet Read(string path)
    {
        using ITensorSource source = CheckpointFile.Open(path);
        bool packed = source.Metadata.GetValueOrDefault(FormatKey) == Format;
        List<MatrixMask> masks = [.. source.Tensors.Values.Select(info => packed ? ReadPacked(source, info) : ReadBooleans(source, info))];
        return new MaskSet(masks, source.Metadata
            .Where(entry => !packed || (entry.Key != FormatKey && !entry.Key.StartsWith(ShapePrefix, StringComparison.Ordinal)))
            .ToDictionary());
    }

    private static MatrixMask ReadPacked(ITensorSource source, TensorInfo info)
    {
        string place = $"mask \"{info.Name}\"";
        if (info.Type != TensorType.U8 || info.Shape.Count != 1)
            throw new InputException(source.Path, place, info.ToString(), "a flat U8 tensor of bits");
        if (!source.Metadata.TryGetValue(ShapePrefix + info.Name, out string? text)
            || !TryParseShape(text, out List<long> shape, out int count))
            throw new InputException(
                source.Path, place, text is null ? "no shape in the metadata" : $"the shape \"{text}\"",
                "the shape of a matrix, \"768,3072\"");
        try
        {
            return new MatrixMask(info.Name, shape, BitMask.FromBytes(source.ReadBytes(info.Name), count));
        }
        catch (ArgumentException error)
        {
            throw new InputException(source.Path, place, error.Message, $"bits for the shape {text}", error);
        }
    }

    private static MatrixMask ReadBooleans(ITensorSource source, TensorInfo info)
    {
        string place = $"mask \"{info.Name}\"";
        if (info.Type is not (TensorType.Bool or TensorType.U8))
            throw new InputException(source.Path, place, info.ToString(), "a BOOL tensor, or a U8 one of 0 and 1");
        byte[] bytes = source.ReadBytes(info.Name);
        int bad = bytes.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)1);
        if (bad >= 0) throw new InputException(source.Path, $"{place}, element {bad}", $"{bytes[bad]}", "0 or 1");
        BitMask mask = new(bytes.Length);
        for (int i = 0; i < bytes.Length; i++) mask[i] = bytes[i] != 0;
        return info.Shape.Count > 0
            ? new MatrixMask(info.Name, info.Shape, mask)
            : throw new InputException(source.Path, place, "a scalar", "a matrix");
    }

    private static bool TryParseShape(string text, out List<long> shape, out int count)
    {
        shape = [];
        count = 0;
        foreach (string part in text.Split(',', TensorInfo.MaxRank + 1))
        {
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long size)) return false;
            shape.Add(size);
        }
        if (!TensorInfo.TryCount(shape, 1, out long product) || product > int.MaxValue) return false;
        count = (int)product;
        return true;
    }
}
