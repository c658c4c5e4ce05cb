using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Espalier.Checkpoints;

namespace Espalier.Packing;

/// <summary>SHA-256 of each tensor's bytes and of each text of the metadata, in hexadecimal; they are the text of a key of their own.</summary>
/// <param name="Metadata">By key.</param>
/// <param name="Tensors">By name.</param>
internal sealed record PackedChecksums(IReadOnlyDictionary<string, string> Metadata, IReadOnlyDictionary<string, string> Tensors)
{
    /// <summary>The key.</summary>
    public const string Key = "checksums";

    private const int Piece = 1 << 20;

    /// <summary>Computes those of what is to be written.</summary>
    public static PackedChecksums Of(IEnumerable<TensorEntry> entries, IEnumerable<KeyValuePair<string, string>> metadata) => new(
        metadata.ToDictionary(text => text.Key, text => Of(text.Value)),
        entries.ToDictionary(entry => entry.Info.Name, Of));

    /// <summary>As the text of the metadata.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PackedJson.Default.PackedChecksums);

    /// <summary>Compares a file with its checksums.</summary>
    /// <exception cref="InputException">They are missing, or something is not as it was written.</exception>
    public static void Verify(SafetensorsFile file, CancellationToken cancel)
    {
        PackedChecksums sums = PackedMetadata.Json(file.Path, Key, PackedMetadata.Text(file.Path, file.Metadata, Key), PackedJson.Default.PackedChecksums);
        foreach ((string key, string text) in file.Metadata.Where(text => text.Key != Key)) Compare($"metadata \"{key}\"", sums.Metadata.GetValueOrDefault(key), Of(text));
        foreach (TensorInfo info in file.Tensors.Values) Compare($"tensor \"{info.Name}\"", sums.Tensors.GetValueOrDefault(info.Name), Of(file, info, cancel));
        string? lost = sums.Metadata.Keys.FirstOrDefault(key => !file.Metadata.ContainsKey(key)) ?? sums.Tensors.Keys.FirstOrDefault(name => !file.Tensors.ContainsKey(name));
        if (lost is not null) throw new InputException(file.Path, $"\"{lost}\"", "nothing", "what its checksum is of");

        void Compare(string place, string? expected, string found)
        {
            if (found != expected) throw new InputException(file.Path, place, $"SHA-256 {found}", expected ?? "a checksum of it");
        }
    }

    private static string Of(string text) => Hex(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Of(TensorEntry entry)
    {
        using SHA256 hash = SHA256.Create();
        using (CryptoStream stream = new(Stream.Null, hash, CryptoStreamMode.Write)) entry.WriteTo(stream);
        return Hex(hash.Hash!);
    }

    private static string Of(SafetensorsFile file, TensorInfo info, CancellationToken cancel)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = new byte[Math.Min(Piece, info.ByteLength)];
        for (long start = 0; start < info.ByteLength; start += piece.Length)
        {
            cancel.ThrowIfCancellationRequested();
            Span<byte> bytes = piece.AsSpan(0, (int)Math.Min(piece.Length, info.ByteLength - start));
            file.Read(info.Name, start, bytes);
            hash.AppendData(bytes);
        }
        return Hex(hash.GetHashAndReset());
    }

    private static string Hex(byte[] sum) => Convert.ToHexStringLower(sum);
}
