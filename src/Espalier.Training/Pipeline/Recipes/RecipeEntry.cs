namespace Espalier.Training.Pipeline.Recipes;

/// <summary>A recipe file in a folder.</summary>
/// <param name="File">The file.</param>
/// <param name="Recipe">What it says; null where it is not valid.</param>
/// <param name="Doc">The first comment line; empty where there is none.</param>
/// <param name="Error">Why it is not valid; null where it is.</param>
public sealed record RecipeEntry(string File, Recipe? Recipe, string Doc, string? Error)
{
    /// <summary>All *.yaml and *.yml of a folder, by name.</summary>
    /// <param name="folder">The folder; those below it are not looked into.</param>
    /// <exception cref="InputException">There is no such folder.</exception>
    public static IReadOnlyList<RecipeEntry> In(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException(folder, "folder", System.IO.File.Exists(folder) ? "a file" : "nothing", "a folder with recipes");
        IEnumerable<string> files = Directory.EnumerateFiles(folder).Where(file => Path.GetExtension(file).ToLowerInvariant() is ".yaml" or ".yml");
        return [.. files.Order(StringComparer.Ordinal).Select(Read)];
    }

    private static RecipeEntry Read(string file)
    {
        try
        {
            var recipe = RecipeFile.Read(file, []);
            string first = System.IO.File.ReadLines(file).FirstOrDefault(line => line.Length > 0) ?? "";
            return new RecipeEntry(file, recipe, first.StartsWith('#') ? first.TrimStart('#', ' ') : "", null);
        }
        catch (InputException error)
        {
            return new RecipeEntry(file, null, "", error.Message);
        }
    }
}
