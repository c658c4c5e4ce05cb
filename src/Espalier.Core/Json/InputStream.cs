using System.IO.Compression;
using Espalier.Data;

namespace Espalier.Json;

/// <summary>
/// Opens a file as it is, gzipped, or as the one JSON file (or another kind, if asked for) of a zip archive, told apart by its first bytes. What comes out is bounded:
/// a small archive cannot unpack without end.
/// </summary>
internal static class InputStream
{
    private const int BufferSize = 1 << 16;

    /// <param name="path">The file.</param>
    /// <param name="entry">Which entry of an archive, by its full name; the only *.json if null.</param>
    /// <param name="most">The most bytes that may come out.</param>
    /// <exception cref="InputException">The file cannot be read, or the archive is damaged or has not exactly one such entry.</exception>
    public static Stream Open(string path, Func<string, bool>? entry = null, long most = VqaLimits.MaxJsonBytes)
    {
        Stream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);
            Span<byte> start = stackalloc byte[4];
            int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            file.Position = 0;
            Stream plain = start[..read] switch
            {
                [0x1F, 0x8B, ..] => new GZipStream(file, CompressionMode.Decompress),
                [(byte)'P', (byte)'K', 3, 4] => OpenEntry(path, new ZipArchive(file, ZipArchiveMode.Read), entry ?? IsJson),
                _ => file,
            };
            return new BoundedStream(plain, path, most);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
        {
            file?.Dispose();
            throw error is InvalidDataException
                ? new InputException(path, "file", "a damaged archive", "a readable file: plain, gzip or zip", error)
                : InputException.Unreadable(path, error, "a readable file: plain, gzip or zip");
        }
        catch (InputException)
        {
            file?.Dispose();
            throw;
        }
    }

    private static bool IsJson(string name) => name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The entry's bytes; closing them closes the archive.</summary>
    private static ZipEntryStream OpenEntry(string path, ZipArchive archive, Func<string, bool> wanted)
    {
        ZipArchiveEntry[] found = [.. archive.Entries.Where(e => !IsMacJunk(e.FullName) && wanted(e.FullName)).Take(3)];
        return found.Length == 1 ? new ZipEntryStream(archive, found[0].Open()) : throw new InputException(
            path,
            "archive",
            found.Length == 0 ? "no entry that fits" : $"several entries that fit ({string.Join(", ", found.Select(e => e.FullName))})",
            "exactly one JSON file");
    }

    private static bool IsMacJunk(string name) => name.StartsWith("__MACOSX/", StringComparison.Ordinal);
}
