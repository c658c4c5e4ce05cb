using System.Text;

namespace Espalier;

/// <summary>
/// Writes whole files so that a reader, or a crash at any moment, sees the old contents or the new, never a part: the bytes go to a
/// temporary file in the same folder, are flushed to the disk, and the file is renamed.
/// </summary>
public static class AtomicFile
{
    /// <summary>Refuses to write over what is there, for files that are new.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <exception cref="InputException">There is something already.</exception>
    public static void RequireNew(string? path)
    {
        if (Path.Exists(path)) throw new InputException(path, "file", "something there already", "a new file, as nothing is overwritten");
    }

    /// <summary>Writes a file, and creates its folder if need be.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="write">Writes the contents. If it throws, the old file stays as it was.</param>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        string aside = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = new(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(aside, full, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }

    /// <summary>Writes a text file in UTF-8 without a byte order mark.</summary>
    public static void WriteAllText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
