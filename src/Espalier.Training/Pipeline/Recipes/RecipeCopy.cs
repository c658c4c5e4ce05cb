using YamlDotNet.RepresentationModel;

namespace Espalier.Training.Pipeline.Recipes;

/// <summary>Copies recipes, for those who start from one that comes along.</summary>
public static class RecipeCopy
{
    /// <summary>
    /// Copies a recipe that is valid with its overrides. Without overrides every byte is kept; with them the keys are written anew, and of the comments
    /// only those at the top stay.
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
        if (Path.Exists(file)) throw new InputException(file, "file", "something there already", "a new file, as nothing is overwritten");
        string yaml = RecipeFile.Text(source);
        AtomicFile.WriteAllText(file, overrides.Count == 0 ? yaml : Changed(yaml, source, overrides));
        return file;
    }

    private static string Changed(string yaml, string name, IReadOnlyList<string> overrides)
    {
        using StringWriter text = new() { NewLine = "\n" };
        foreach (string line in yaml.Split('\n').TakeWhile(line => line.StartsWith('#'))) text.WriteLine(line.TrimEnd('\r'));
        new YamlStream(new YamlDocument(RecipeFile.Tree(yaml, name, overrides))).Save(text, assignAnchors: false);
        const string End = "...\n";
        string written = text.ToString().ReplaceLineEndings("\n");
        return written.EndsWith(End, StringComparison.Ordinal) ? written[..^End.Length] : written;
    }
}
