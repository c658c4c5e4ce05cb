using System.IO.Compression;
using Espalier.Json;

namespace Espalier.Sources;

/// <summary>A JSON file as published data comes: plain, gzipped, or an entry of a zip archive.</summary>
/// <param name="Name">Its path inside the imported folder, or inside the archive; parts are told by it.</param>
/// <param name="Path">The file, or the archive.</param>
/// <param name="Entry">The archive's entry; null for a file of its own.</param>
internal sealed record JsonFile(string Name, string Path, string? Entry)
{
    private const int MaxFiles = 10_000, MaxDepth = 4;
    private static readonly string[] Extensions = [".json", ".gz", ".gzip", ".zip"];

    /// <summary>What messages call it.</summary>
    public string Shown => Entry is null ? Path : $"{Path} ({Entry})";

    /// <summary>Opens its list of records.</summary>
    public JsonRecords Open(string property) => new(InputStream.Open(Path, Entry is null ? null : Entry.Equals), Shown, property);

    /// <summary>The JSON files of an archive, or of a folder and its archives; an unpacked file hides the archive's.</summary>
    /// <exception cref="InputException">There is neither archive nor folder, or it cannot be read.</exception>
    public static IReadOnlyList<JsonFile> In(string path)
    {
        try
        {
            if (File.Exists(path)) return [.. EntriesOf(path)];
            if (!Directory.Exists(path)) throw new InputException(path, "file or folder", "nothing", "a folder or a zip archive with questions and annotations");
            EnumerationOptions options = new() { RecurseSubdirectories = true, MaxRecursionDepth = MaxDepth };
            string[] files = [.. Directory.EnumerateFiles(path, "*", options).Where(IsWanted).Order(StringComparer.Ordinal).Take(MaxFiles)];
            JsonFile[] plain = [.. files.Where(file => !IsZip(file)).Select(file => new JsonFile(Relative(path, file), file, null))];
            HashSet<string> unpacked = [.. plain.Select(file => System.IO.Path.GetFileName(file.Name))];
            return [.. plain, .. files.Where(IsZip).SelectMany(EntriesOf).Where(entry => !unpacked.Contains(System.IO.Path.GetFileName(entry.Name)))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, "file or folder", error.Message, "a readable folder or zip archive", error);
        }
    }

    private static IEnumerable<JsonFile> EntriesOf(string path)
    {
        using ZipArchive archive = InputArchive.Open(path);
        return [.. archive.Entries.Take(MaxFiles)
            .Where(entry => entry.FullName.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal))
            .Select(entry => new JsonFile(entry.FullName, path, entry.FullName))];
    }

    private static bool IsWanted(string file) => Extensions.Any(extension => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    private static bool IsZip(string file) => file.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    private static string Relative(string folder, string file) => System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/');
}
