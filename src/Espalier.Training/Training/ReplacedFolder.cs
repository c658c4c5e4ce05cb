namespace Espalier.Training.Training;

/// <summary>
/// Replaces a folder as a whole. It is filled under the name ".tmp", complete under ".new", and the old one makes way as ".old": whatever
/// moment the process is killed at, <see cref="Recover"/> finds the old folder or the new one.
/// </summary>
internal static class ReplacedFolder
{
    /// <summary>Writes a folder aside and puts it in place.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="fill">Writes files into the folder that it is given, each flushed to the disk.</param>
    public static void Publish(string path, Action<string> fill)
    {
        Recover(path);
        try
        {
            Directory.CreateDirectory(path + ".tmp");
            fill(path + ".tmp");
        }
        catch
        {
            Delete(path + ".tmp");
            throw;
        }
        Directory.Move(path + ".tmp", path + ".new");
        Recover(path);
    }

    /// <summary>Where the folder is whole, for readers: they change nothing, as a writer may be at work.</summary>
    /// <returns>The folder itself if there is none.</returns>
    public static string Find(string path) => new[] { path, path + ".new", path + ".old" }.FirstOrDefault(Directory.Exists, path);

    /// <summary>Finishes or undoes what a killed process had begun. Only for the one that writes the folder.</summary>
    public static void Recover(string path)
    {
        Delete(path + ".tmp");
        if (Directory.Exists(path + ".new"))
        {
            Delete(path + ".old");
            if (Directory.Exists(path)) Directory.Move(path, path + ".old");
            Directory.Move(path + ".new", path);
        }
        Delete(path + ".old");
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }
}
