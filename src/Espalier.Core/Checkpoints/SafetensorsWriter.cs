using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Espalier.Checkpoints;

/// <summary>Writes safetensors files. The same entries and metadata in the same order give the same bytes.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes a file aside and then puts it in place. Tensors are streamed: one is in memory at a time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors, in the order in which they are to lie in the file.</param>
    /// <param name="metadata">Texts for the header, in the order in which they are to be written.</param>
    /// <exception cref="ArgumentException">A name occurs twice, or an entry writes more or fewer bytes than it should.</exception>
    public static void Write(string path, IEnumerable<TensorEntry> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        List<TensorEntry> entries = [.. tensors];
        AtomicFile.Write(path, stream => Write(stream, entries, metadata));
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Where to; it must know its position.</param>
    /// <param name="entries">The tensors.</param>
    /// <param name="metadata">Texts for the header.</param>
    /// <exception cref="ArgumentException">A name occurs twice, or an entry writes more or fewer bytes than it should.</exception>
    public static void Write(Stream stream, IReadOnlyList<TensorEntry> entries, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        byte[] header = Header(entries, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (TensorEntry entry in entries)
        {
            long start = stream.Position;
            entry.WriteTo(stream);
            long written = stream.Position - start;
            if (written != entry.Info.ByteLength)
                throw new ArgumentException(
                    $"Tensor \"{entry.Info.Name}\" wrote {written} bytes, not {entry.Info.ByteLength}.", nameof(entries));
        }
    }

    private static byte[] Header(IReadOnlyList<TensorEntry> entries, IEnumerable<KeyValuePair<string, string>>? metadata)
    {
        ArrayBufferWriter<byte> buffer = new();
        // The header is read as bytes, never as part of a page, so names may stay as they are.
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            HashSet<string> names = new(StringComparer.Ordinal) { SafetensorsHeader.MetadataKey };
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            long offset = 0;
            foreach (TensorInfo info in entries.Select(entry => entry.Info))
            {
                if (!names.Add(info.Name)) throw new ArgumentException($"The name \"{info.Name}\" occurs twice.", nameof(entries));
                WriteInfo(json, info, offset);
                offset = checked(offset + info.ByteLength);
            }
            json.WriteEndObject();
        }
        // Readers that map the file want its data to begin at a multiple of 8.
        while (buffer.WrittenCount % 8 != 0) buffer.Write(" "u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>>? metadata)
    {
        List<KeyValuePair<string, string>> texts = [.. metadata ?? []];
        if (texts.Count == 0) return;
        if (texts.DistinctBy(text => text.Key).Count() != texts.Count) throw new ArgumentException("A key occurs twice.", nameof(metadata));
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach ((string key, string text) in texts) json.WriteString(key, text);
        json.WriteEndObject();
    }

    private static void WriteInfo(Utf8JsonWriter json, TensorInfo info, long offset)
    {
        json.WriteStartObject(info.Name);
        json.WriteString("dtype", info.Type.Name());
        json.WriteStartArray("shape");
        foreach (long size in info.Shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + info.ByteLength);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
