namespace Espalier.Cli.Commands;

/// <summary>Refuses to write where something is, before the long work rather than after it.</summary>
internal static class NewFolder
{
    /// <exception cref="InputException">The folder holds something, or is a file.</exception>
    public static string Require(string path)
    {
        bool free = !File.Exists(path) && !(Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any());
        return free ? path : throw new InputException(path, "folder", "something there already",
            "an empty or new folder, as nothing is overwritten; choose another one with --out");
    }
}
