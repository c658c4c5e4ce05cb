using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Espalier.Features;

/// <summary>
/// One line of a TSV file of bottom-up attention features, without header. Two layouts are known by their number of columns: Anderson et al. 2018
/// (image_id, image_w, image_h, num_boxes, boxes, features) and LXMERT's obj36 (img_id, img_h, img_w, objects_id, objects_conf, attrs_id, attrs_conf,
/// num_boxes, boxes, features). Boxes, in pixels, and features are base64 of little-endian singles.
/// </summary>
internal static class RegionTsvLine
{
    /// <summary>Reads a line.</summary>
    /// <param name="line">Without its end.</param>
    /// <param name="record">Receives the image, its boxes as fractions of width and height.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="number">The line, from 1, for messages.</param>
    /// <exception cref="InputException">It is of neither layout, or a column is not what it must be.</exception>
    public static void Read(ReadOnlySpan<byte> line, RegionRecord record, string file, long number)
    {
        Span<Range> columns = stackalloc Range[12];
        int count = Split(line, columns);
        (int width, int height, int boxes) = count switch
        {
            6 => (1, 2, 3),
            10 => (2, 1, 7),
            _ => throw Wrong("columns", count.ToString(CultureInfo.InvariantCulture), "6 (bottom-up attention) or 10 (LXMERT's obj36), tabs between them"),
        };
        long id = RegionRecord.IdOf(line[columns[0]]) ?? throw Wrong("image_id", Show(line[columns[0]]), "a number, or a name that ends in one");
        int regions = (int)Number(line[columns[boxes]], "num_boxes", RegionStoreFormat.MaxRegions);
        float w = Number(line[columns[width]], "width", 1 << 20), h = Number(line[columns[height]], "height", 1 << 20);
        ReadOnlySpan<byte> features = line[columns[boxes + 2]];
        long numbers = DecodedLength(features) / sizeof(float);
        if (numbers % regions != 0 || !RegionRecord.Fits(regions, numbers / regions))
            throw Wrong("features", $"{numbers} numbers", $"the same number, up to {Math.Min(RegionRecord.MaxFeatureSize, RegionRecord.MaxNumbers / regions)}, for each of {regions} boxes");
        record.Reset(id, regions, (int)(numbers / regions));
        Decode(features, record.Features, "features");
        Decode(line[columns[boxes + 1]], record.Boxes, "boxes");
        record.Normalise(w, h);

        uint Number(ReadOnlySpan<byte> text, string column, uint most) =>
            Utf8Parser.TryParse(text, out uint value, out int read) && read == text.Length && value >= 1 && value <= most
                ? value : throw Wrong(column, Show(text), $"a whole number from 1 to {most}");

        void Decode(ReadOnlySpan<byte> text, Span<float> into, string column)
        {
            OperationStatus status = Base64.DecodeFromUtf8(text, MemoryMarshal.AsBytes(into), out int read, out int written);
            if (status != OperationStatus.Done || read != text.Length || written != into.Length * sizeof(float))
                throw Wrong(column, $"{text.Length} characters", $"base64 of {into.Length} singles");
        }

        InputException Wrong(string column, string found, string expected) =>
            new(file, string.Create(CultureInfo.InvariantCulture, $"line {number}, {column}"), found, expected);
    }

    private static int Split(ReadOnlySpan<byte> line, Span<Range> columns)
    {
        int count = 0;
        foreach (Range column in line.Split((byte)'\t'))
        {
            if (count == columns.Length) return count;
            columns[count++] = column;
        }
        return count;
    }

    /// <summary>The image of a line; null if its first column has no number.</summary>
    public static long? ImageId(ReadOnlySpan<byte> line) => line.IndexOf((byte)'\t') is > 0 and var end ? RegionRecord.IdOf(line[..end]) : null;

    private static long DecodedLength(ReadOnlySpan<byte> base64)
    {
        int padding = base64.EndsWith("=="u8) ? 2 : base64.EndsWith("="u8) ? 1 : 0;
        return (base64.Length / 4 * 3L) - padding;
    }

    private static string Show(ReadOnlySpan<byte> text) => $"'{Encoding.UTF8.GetString(text[..Math.Min(text.Length, 40)])}'";
}
