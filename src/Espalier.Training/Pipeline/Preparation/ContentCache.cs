using System.Security.Cryptography;
using System.Text;

namespace Espalier.Training.Pipeline.Preparation;

/// <summary>
/// Folders by the hash of what made them: prepared data and pre-trained models. An entry appears whole or not at all, also when two
/// processes make the same one, or when one is killed.
/// </summary>
public sealed class ContentCache
{
    private readonly string root;

    /// <summary>Opens a cache.</summary>
    /// <param name="root">Its folder; made when first needed.</param>
    public ContentCache(string root) => this.root = root;

    /// <summary>The folder of an entry, made by <paramref name="make"/> if it is not there.</summary>
    /// <param name="kind">What it is: "data", "pretrained"; a sub-folder of the cache.</param>
    /// <param name="key">Everything that the content depends on, as text.</param>
    /// <param name="make">Fills an empty folder; what it leaves when it throws is removed.</param>
    public string GetOrMake(string kind, string key, Action<string> make)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..24];
        string entry = Path.Combine(root, kind, hash);
        if (Directory.Exists(entry)) return entry;
        string aside = $"{entry}.making-{Environment.ProcessId}";
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        Directory.CreateDirectory(aside);
        try
        {
            make(aside);
            AtomicFile.WriteAllText(Path.Combine(aside, "cache-key.txt"), key);
            Directory.Move(aside, entry);
        }
        catch (IOException) when (Directory.Exists(entry))
        {
            // Another process was faster and made the same.
        }
        finally
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        }
        return entry;
    }

    /// <summary>The SHA-256 of a file, or of the names, sizes and times in a folder, to put into a key.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <exception cref="InputException">There is neither.</exception>
    public static string Fingerprint(string path)
    {
        if (File.Exists(path))
        {
            using FileStream file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        if (!Directory.Exists(path)) throw new InputException(path, "file or folder", "nothing", "the data that the recipe names");
        IEnumerable<string> lines = new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(f => f.FullName, StringComparer.Ordinal)
            .Select(f => $"{Path.GetRelativePath(path, f.FullName)} {f.Length} {f.LastWriteTimeUtc.Ticks}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
