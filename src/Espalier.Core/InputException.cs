namespace Espalier;

/// <summary>
/// Something from outside (a file, a recipe, an archive) is not as it must be. The message names the file, the place in it, what
/// was found and what was expected; the command line turns it into exit code 2.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>Creates the exception from the four parts of its message.</summary>
    /// <param name="file">The file, as the user named it.</param>
    /// <param name="place">Where in the file: a byte offset, a line, a JSON path, a key, an archive entry.</param>
    /// <param name="found">What is there.</param>
    /// <param name="expected">What should be there, or what to do.</param>
    /// <param name="inner">The error that showed it, if there was one.</param>
    public InputException(string file, string place, string found, string expected, Exception? inner = null)
        : base($"{file}: {place}: found {found}; expected {expected}.", inner) =>
        (File, Place, Found, Expected) = (file, place, found, expected);

    /// <summary>The exception of a file that cannot be opened or read, in plain words: the system's own repeat the path in full.</summary>
    /// <param name="file">The file, as the user named it.</param>
    /// <param name="error">What the system said.</param>
    /// <param name="expected">What should be there.</param>
    public static InputException Unreadable(string file, Exception error, string expected)
    {
        ArgumentNullException.ThrowIfNull(error);
        string found = error switch
        {
            _ when Directory.Exists(file) => "a folder",
            FileNotFoundException or DirectoryNotFoundException => "nothing",
            UnauthorizedAccessException => "one that may not be read",
            _ => error.Message.TrimEnd('.'),
        };
        return new InputException(file, "file", found, expected, error);
    }

    /// <summary>The file, as the user named it.</summary>
    public string File { get; }

    /// <summary>Where in the file.</summary>
    public string Place { get; }

    /// <summary>What is there.</summary>
    public string Found { get; }

    /// <summary>What should be there.</summary>
    public string Expected { get; }
}
