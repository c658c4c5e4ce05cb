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

    /// <summary>The file, as the user named it.</summary>
    public string File { get; }

    /// <summary>Where in the file.</summary>
    public string Place { get; }

    /// <summary>What is there.</summary>
    public string Found { get; }

    /// <summary>What should be there.</summary>
    public string Expected { get; }
}
