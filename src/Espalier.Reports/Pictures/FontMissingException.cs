namespace Espalier.Reports.Pictures;

/// <summary>Pictures cannot be drawn because the machine has no font for their labels. The message says how to get one.</summary>
public sealed class FontMissingException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="what">What was looked for and not found.</param>
    public FontMissingException(string what)
        : base($"{what} Pictures need a font: install one (Debian, Ubuntu: apt-get install fonts-dejavu-core) or name a .ttf file in " +
            $"the environment variable {PictureFont.Variable}.")
    {
    }
}
