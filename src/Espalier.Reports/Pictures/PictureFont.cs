using SkiaSharp;

namespace Espalier.Reports.Pictures;

/// <summary>
/// Finds a font file for the labels of pictures. The drawing library asks no font service of the system, and would otherwise leave
/// every label out without a word.
/// </summary>
public static class PictureFont
{
    /// <summary>An environment variable that names a font file (.ttf, .otf, .ttc) to use instead of searching.</summary>
    public const string Variable = "ESPALIER_FONT";

    internal const string Name = "Espalier";

    private const int MostFoldersDeep = 6;

    private static readonly string[] Preferred =
    [
        "DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "Ubuntu-R.ttf", "FreeSans.ttf", "segoeui.ttf",
        "Arial.ttf", "Helvetica.ttc",
    ];

    private static readonly Lazy<bool> Registered = new(Register);

    /// <summary>The folders that are searched, in this order.</summary>
    public static IReadOnlyList<string> Folders { get; } =
    [
        .. new[]
        {
            "/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts",
            Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".fonts"),
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "fonts"),
        }.Where(Path.IsPathRooted).Distinct(),
    ];

    /// <summary>The font file that pictures use.</summary>
    /// <exception cref="FontMissingException">There is none.</exception>
    public static string Find() => Find(Environment.GetEnvironmentVariable(Variable), Folders);

    /// <summary>Looks for a font file.</summary>
    /// <param name="wanted">The file that the user wants; null or empty to search.</param>
    /// <param name="folders">Where to search, with the folders below.</param>
    /// <exception cref="FontMissingException">There is none, or the wanted one cannot be read.</exception>
    public static string Find(string? wanted, IReadOnlyList<string> folders)
    {
        if (!string.IsNullOrEmpty(wanted))
        {
            return HasLetters(wanted) ? wanted
                : throw new FontMissingException($"{Variable} names {wanted}, which is not a font that can be read.");
        }
        List<string> files = [.. folders.Where(Directory.Exists).SelectMany(FontsBelow).Order(StringComparer.Ordinal)];
        IEnumerable<string> ranked = Preferred
            .SelectMany(name => files.Where(file => Path.GetFileName(file).Equals(name, StringComparison.OrdinalIgnoreCase)))
            .Concat(files);
        return ranked.FirstOrDefault(HasLetters)
            ?? throw new FontMissingException($"No font was found below {string.Join(", ", folders)}.");
    }

    /// <summary>Makes the font known to the drawing library, once.</summary>
    internal static void Use() => _ = Registered.Value;

    private static bool Register()
    {
        ScottPlot.Fonts.AddFontFile(Name, Find());
        ScottPlot.Fonts.Default = Name;
        return true;
    }

    private static IEnumerable<string> FontsBelow(string folder) => Directory
        .EnumerateFiles(folder, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true, MaxRecursionDepth = MostFoldersDeep, IgnoreInaccessible = true,
        })
        .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".ttf" or ".otf" or ".ttc");

    // Symbol fonts are fonts, too, but show no label.
    private static bool HasLetters(string file)
    {
        if (!File.Exists(file)) return false;
        using SKTypeface? face = SKTypeface.FromFile(file);
        return face is not null && face.ContainsGlyphs("Accuracy 0123456789 %+()");
    }
}
