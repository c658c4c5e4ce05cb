namespace Espalier.Cli.Engines;

/// <summary>A folder for temporary files that goes with whoever made it.</summary>
/// <param name="prefix">How its name begins.</param>
internal sealed class PassingFolder(string prefix) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory(prefix);

    /// <summary>The path of a file in it.</summary>
    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <inheritdoc/>
    /// <remarks>Never fails: what is left is the system's to clear away, and an error that brought us here would be hidden.</remarks>
    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }
}
