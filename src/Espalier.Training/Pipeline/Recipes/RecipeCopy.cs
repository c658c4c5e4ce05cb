using YamlDotNet.RepresentationModel;

namespace Espalier.Training.Pipeline.Recipes;

/// <summary>Copies recipes, for those who start from one that comes along.</summary>
public static class RecipeCopy
{
    /// <summary>
    /// Copies a recipe that is valid with its overrides. Without overrides every byte is kept; with them the keys are written anew, and of the comments
    /// only those at the top stay, with a line that says what was changed since.
    /// </summary>
    /// <param name="source">The recipe.</param>
    /// <param name="destination">A new file, or a folder to put it in under its own name.</param>
    /// <param name="overrides">As for <see cref="RecipeFile.Read"/>.</param>
    /// <returns>The new file.</returns>
    /// <exception cref="InputException">The recipe is not valid, or the destination exists.</exception>
    public static string Write(string source, string destination, IReadOnlyList<string> overrides)
    {
        RecipeFile.Read(source, overrides);
        string file = Directory.Exists(destination) ? Path.Combine(destination, Path.GetFileName(source)) : destination;
        AtomicFile.RequireNew(file);
        string yaml = RecipeFile.Text(source);
        AtomicFile.WriteAllText(file, overrides.Count == 0 ? yaml : Changed(yaml, source, overrides));
        return file;
    }

    private static string Changed(string yaml, string name, IReadOnlyList<string> overrides)
    {
        using StringWriter text = new() { NewLine = "\n" };
        string[] said = [.. yaml.Split('\n').TakeWhile(line => line.StartsWith('#')).Select(line => line.TrimEnd('\r'))];
        foreach (string line in said) text.WriteLine(line);
        if (said.Length > 0) text.WriteLine(Printable($"# Said of {Path.GetFileName(name)}, of which this is a copy with {string.Join(", ", overrides)}."));
        new YamlStream(new YamlDocument(RecipeFile.Tree(yaml, name, overrides))).Save(text, assignAnchors: false);
        const string End = "...\n";
        string written = text.ToString().ReplaceLineEndings("\n");
        return written.EndsWith(End, StringComparison.Ordinal) ? written[..^End.Length] : written;
    }

    // A line break in a value would end the comment.
    private static string Printable(string line) => string.Concat(line.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
}
