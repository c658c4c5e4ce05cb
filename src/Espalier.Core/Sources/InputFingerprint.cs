using System.Security.Cryptography;
using System.Text;

namespace Espalier.Sources;

/// <summary>Tells whether an input is still the same, for the keys of caches.</summary>
public static class InputFingerprint
{
    /// <summary>The SHA-256 of a file's bytes; of several files, that of their fingerprints in this order.</summary>
    /// <param name="files">At least one.</param>
    /// <exception cref="InputException">One of them is missing or cannot be read.</exception>
    public static string Of(IReadOnlyList<string> files) =>
        files is [string file] ? Of(file) : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', files.Select(Of)))));

    /// <summary>The SHA-256 of a file, or of the names, sizes and times of the files in a folder.</summary>
    /// <exception cref="InputException">There is neither, or it cannot be read.</exception>
    public static string Of(string path)
    {
        try
        {
            if (File.Exists(path))
            {
                using FileStream file = File.OpenRead(path);
                return Convert.ToHexStringLower(SHA256.HashData(file));
            }
            if (!Directory.Exists(path)) throw new InputException(path, "file or folder", "nothing", "the data to import");
            IEnumerable<string> lines = new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories)
                .OrderBy(file => file.FullName, StringComparer.Ordinal)
                .Select(file => $"{Path.GetRelativePath(path, file.FullName)} {file.Length} {file.LastWriteTimeUtc.Ticks}");
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InputException.Unreadable(path, error, "readable data");
        }
    }
}
