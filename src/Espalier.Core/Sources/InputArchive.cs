using System.IO.Compression;

namespace Espalier.Sources;

/// <summary>Zip archives from outside: entries are read within bounds and never written under names that the archive gives.</summary>
internal static class InputArchive
{
    /// <summary>Opens an archive.</summary>
    /// <exception cref="InputException">The file cannot be read or is no zip archive.</exception>
    public static ZipArchive Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            ZipArchive archive = new(file, ZipArchiveMode.Read);
            _ = archive.Entries;
            return archive;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
        {
            file?.Dispose();
            throw new InputException(path, "file", error.Message, "a readable zip archive", error);
        }
    }

    /// <summary>Unpacks an entry into memory.</summary>
    /// <param name="archive">The archive's file, for messages.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="limit">The most bytes that it may unpack to.</param>
    /// <exception cref="InputException">The entry is damaged or too large.</exception>
    public static byte[] Read(string archive, ZipArchiveEntry entry, int limit)
    {
        try
        {
            if (entry.Length > limit) throw TooLarge();
            using Stream stream = entry.Open();
            byte[] bytes = new byte[(int)entry.Length];
            stream.ReadExactly(bytes);
            return stream.ReadByte() < 0 ? bytes : throw TooLarge();
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException)
        {
            throw new InputException(archive, entry.FullName, error.Message, "an undamaged entry", error);
        }

        InputException TooLarge() => new(archive, entry.FullName, "too many bytes", $"at most {limit:N0}, and as many as the archive's directory says");
    }
}
