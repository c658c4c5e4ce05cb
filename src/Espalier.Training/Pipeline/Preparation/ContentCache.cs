using System.Security.Cryptography;
using System.Text;
using Espalier.Sources;

namespace Espalier.Training.Pipeline.Preparation;

/// <summary>
/// Folders by the hash of what made them: prepared data and pre-trained models. An entry appears whole or not at all, also when two
/// processes make the same one, or when one is killed.
/// </summary>
public sealed class ContentCache
{
    private const string KeyFile = "cache-key.txt";
    private readonly string root;

    /// <summary>Opens a cache.</summary>
    /// <param name="root">Its folder; made when first needed.</param>
    public ContentCache(string root) => this.root = Path.TrimEndingDirectorySeparator(root);

    /// <summary>The cache's folder.</summary>
    public string Root => root;

    /// <summary>The folder of an entry, made by <paramref name="make"/> if it is not there.</summary>
    /// <param name="kind">What it is: "data", "pretrained"; a sub-folder of the cache.</param>
    /// <param name="key">Everything that the content depends on, as text.</param>
    /// <param name="make">Fills an empty folder; what it leaves when it throws is removed.</param>
    public string GetOrMake(string kind, string key, Action<string> make)
    {
        string entry = EntryOf(kind, key);
        if (Directory.Exists(entry)) return entry;
        AtomicFolder.RemoveAbandoned(Path.GetDirectoryName(entry)!);
        try
        {
            AtomicFolder.Write(entry, aside =>
            {
                make(aside);
                AtomicFile.WriteAllText(Path.Combine(aside, KeyFile), key);
            });
        }
        catch (Exception error) when (error is IOException or InputException && Directory.Exists(entry))
        {
            // Another process was faster and made the same.
        }
        return entry;
    }

    /// <summary>The folder of an entry, or null if it has not been made.</summary>
    /// <param name="kind">What it is, as for <see cref="GetOrMake"/>.</param>
    /// <param name="key">As for <see cref="GetOrMake"/>.</param>
    public string? Find(string kind, string key) => EntryOf(kind, key) is var entry && Directory.Exists(entry) ? entry : null;

    /// <summary>
    /// What tells a folder for the keys of what is made from it: the key that one of this cache was made by; of any other, which may be edited or moved,
    /// names, sizes and times of the files, and where it is.
    /// </summary>
    /// <param name="folder">A folder of this cache or of the user's.</param>
    /// <exception cref="InputException">There is no such folder, or it cannot be read.</exception>
    public string KeyOf(string folder)
    {
        string? ownRoot = Path.GetDirectoryName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))));
        string key = Path.Combine(folder, KeyFile);
        return ownRoot == Path.GetFullPath(root) && File.Exists(key) ? File.ReadAllText(key) : $"{InputFingerprint.Of(folder)} {PlaceOf(folder)}";
    }

    /// <summary>Where something is, seen from this cache: entries name the files that they do not hold by relative paths.</summary>
    /// <param name="path">Of the user's.</param>
    public string PlaceOf(string path) => $"at {Path.GetRelativePath(root, path)}";

    private string EntryOf(string kind, string key) => Path.Combine(root, kind, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..24]);
}
