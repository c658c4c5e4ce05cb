using System.Buffers.Binary;
using System.Text;

namespace Espalier.Features;

/// <summary>
/// What a store says its features were made with, between header and records in stores of format version 2: the bytes of the text, their checksum with
/// the zeros behind them, and the text in UTF-8, padded to <see cref="RegionStoreFormat.Alignment"/>.
/// </summary>
internal static class RegionStoreProvenance
{
    /// <summary>The most bytes of a text.</summary>
    internal const int MaxBytes = 1 << 12;

    /// <summary>The most bytes of a block.</summary>
    internal const int MaxBlock = MaxBytes + TextAt + RegionStoreFormat.Alignment;

    private const int TextAt = 8;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The block of a text; nothing for none, as in stores of version 1.</summary>
    /// <exception cref="ArgumentException">The text is empty, too long, or not one line.</exception>
    internal static byte[] Encode(string? text)
    {
        if (text is null) return [];
        int length = Strict.GetByteCount(text);
        if (length is 0 or > MaxBytes || text.Any(char.IsControl)) throw new ArgumentException($"a line of 1 to {MaxBytes} bytes is needed", nameof(text));
        byte[] block = new byte[RegionStoreFormat.Padded(TextAt + length)];
        Strict.GetBytes(text, block.AsSpan(TextAt));
        BinaryPrimitives.WriteInt32LittleEndian(block, length);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(4), RegionStoreFormat.Checksum(0, block.AsSpan(TextAt)));
        return block;
    }

    /// <summary>Reads a block.</summary>
    /// <param name="bytes">What follows the header, as much of it as a block may have.</param>
    /// <param name="file">For messages.</param>
    /// <returns>The text, and where in <paramref name="bytes"/> the block ends.</returns>
    /// <exception cref="InputException">It is damaged.</exception>
    internal static (string Text, int End) Decode(ReadOnlySpan<byte> bytes, string file)
    {
        int length = bytes.Length < TextAt ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length is < 1 or > MaxBytes || RegionStoreFormat.Padded(TextAt + length) is var end && end > bytes.Length) throw Damaged($"{length} bytes");
        if (RegionStoreFormat.Checksum(0, bytes[TextAt..end]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..])) throw Damaged("a wrong checksum");
        try
        {
            string text = Strict.GetString(bytes.Slice(TextAt, length));
            return text.Any(char.IsControl) ? throw Damaged("control characters") : (text, end);
        }
        catch (DecoderFallbackException)
        {
            throw Damaged("bytes that are not UTF-8");
        }

        InputException Damaged(string found) => new(file, $"byte {RegionStoreFormat.HeaderSize}", found, "what the features were made with, a line of text");
    }
}
