namespace Espalier;

/// <summary>
/// Makes whole folders so that a crash at any moment leaves the folder complete or absent: the files go to a temporary folder beside it,
/// which is then renamed. Paths from inside the folder to its neighbours stay right, as both have the same parent.
/// </summary>
public static class AtomicFolder
{
    /// <summary>Makes a folder.</summary>
    /// <param name="path">The folder; absent or empty, since nothing is overwritten.</param>
    /// <param name="make">Fills the empty folder that it is given. If it throws, nothing is left.</param>
    /// <exception cref="InputException">There is something already.</exception>
    public static void Write(string path, Action<string> make)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(full)) throw new InputException(path, "folder", "a file", "an empty or new folder");
        if (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any())
            throw new InputException(path, "folder", "files in it", "an empty or new folder, as nothing is overwritten");
        string aside = $"{full}.making-{Guid.NewGuid():N}";
        Directory.CreateDirectory(aside);
        try
        {
            make(aside);
            if (Directory.Exists(full)) Directory.Delete(full);
            Directory.Move(aside, full);
        }
        catch
        {
            Directory.Delete(aside, recursive: true);
            throw;
        }
    }
}
