namespace Espalier.Training.Pipeline.Recipes;

/// <summary>Where the values of a recipe come from, so that messages cite what the user has to change: the file, or an override.</summary>
/// <param name="file">What messages call the file.</param>
/// <param name="overrides">"stage2.sparsity=0.9", as for <see cref="RecipeFile.Read"/>.</param>
internal sealed class RecipeOrigin(string file, IReadOnlyList<string> overrides)
{
    private const string Option = "--set";

    /// <summary>How messages cite an override.</summary>
    public static string Cite(string change) => $"{Option} {change}";

    /// <summary>The override that an error cites; null where it cites a file.</summary>
    public static string? CitedBy(InputException error) =>
        error.File == Option ? error.Place : error.File.StartsWith(Option + " ", StringComparison.Ordinal) ? error.File[(Option.Length + 1)..] : null;

    /// <summary>The error of a value.</summary>
    /// <param name="path">The value's keys from the root: "compare[0].stage2"; empty for the recipe itself.</param>
    /// <param name="line">Its line in the file, if the file should be cited with it.</param>
    /// <param name="found">What is there.</param>
    /// <param name="expected">What should be there.</param>
    /// <param name="key">The key below the path that is wrong, where it is not the value of the path.</param>
    public InputException Wrong(string path, long? line, string found, string expected, string? key = null)
    {
        string place = path.Length == 0 ? "top level" : path;
        return overrides.LastOrDefault(change => Sets(change, Join(path, key))) is { } cited
            ? new InputException(Cite(cited), place, found, expected)
            : new InputException(file, line is null ? place : $"line {line}, {place}", found, expected);
    }

    /// <summary>A key below a path.</summary>
    public static string Join(string path, string? key) => path.Length == 0 || key is null ? path + key : $"{path}.{key}";

    // An override has set a value if it names it, what it is part of, or a part of it.
    private static bool Sets(string change, string path)
    {
        string changed = change[..change.IndexOf('=', StringComparison.Ordinal)];
        return changed == path || IsBelow(path, changed) || IsBelow(changed, path);
    }

    private static bool IsBelow(string path, string above) =>
        above.Length > 0 && path.Length > above.Length && path.StartsWith(above, StringComparison.Ordinal) && path[above.Length] is '.' or '[';
}
