namespace Espalier;

/// <summary>
/// Makes whole folders so that a crash at any moment leaves the folder complete or absent: the files go to a temporary folder beside it,
/// which is then renamed. Paths from inside the folder to its neighbours stay right, as both have the same parent.
/// </summary>
public static class AtomicFolder
{
    private const string Mark = ".making-", OwnerSuffix = ".lock";

    /// <summary>Makes a folder.</summary>
    /// <param name="path">The folder; absent or empty, since nothing is overwritten.</param>
    /// <param name="make">Fills the empty folder that it is given. If it throws, nothing is left.</param>
    /// <exception cref="InputException">There is something already. Those of <paramref name="make"/> about files in the folder name the new folder instead.</exception>
    public static void Write(string path, Action<string> make)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(full)) throw new InputException(path, "folder", "a file", "an empty or new folder");
        if (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any())
            throw new InputException(path, "folder", "files in it", "an empty or new folder, as nothing is overwritten");
        string aside = $"{full}{Mark}{Guid.NewGuid():N}";
        Directory.CreateDirectory(Path.GetDirectoryName(aside)!);
        using FileStream owner = Own(aside, FileMode.CreateNew);
        Directory.CreateDirectory(aside);
        try
        {
            make(aside);
            if (Directory.Exists(full)) Directory.Delete(full);
            Directory.Move(aside, full);
        }
        catch (Exception error)
        {
            Directory.Delete(aside, recursive: true);
            // The temporary folder is nothing that the user knows.
            if (error is InputException { File: var file } input && file.StartsWith(aside, StringComparison.Ordinal))
                throw new InputException(path + file[aside.Length..], input.Place, input.Found, input.Expected, error);
            throw;
        }
    }

    /// <summary>Removes the temporary folders that killed processes left. Those of living processes stay.</summary>
    /// <param name="parent">The folder that they are in; need not exist.</param>
    public static void RemoveAbandoned(string parent)
    {
        if (!Directory.Exists(parent)) return;
        foreach (string aside in Directory.GetDirectories(parent, $"*{Mark}*"))
        {
            try
            {
                using FileStream owner = Own(aside, FileMode.OpenOrCreate);
                Directory.Delete(aside, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Its maker lives, or has just completed it, or another process is removing it.
            }
        }
    }

    // Held from before a temporary folder appears until it is gone; the system lets go of it when the process dies.
    private static FileStream Own(string aside, FileMode mode) =>
        new(aside + OwnerSuffix, mode, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
}
