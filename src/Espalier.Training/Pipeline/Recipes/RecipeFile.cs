using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Espalier.Training.Pipeline.Recipes;

/// <summary>Reads recipes from YAML, with overrides, and writes the effective one.</summary>
public static class RecipeFile
{
    private const int MaximumBytes = 1 << 20;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads, overrides, binds and validates a recipe.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="overrides">"stage2.sparsity=0.9": the path of a key in kebab case and a YAML value.</param>
    /// <exception cref="InputException">The file is not YAML, or a key or value is not one of a recipe; unknown keys name the nearest known one.</exception>
    public static Recipe Read(string path, IReadOnlyList<string> overrides)
    {
        if (!File.Exists(path)) throw new InputException(path, "file", "nothing", "a recipe; `espalier ls` lists those that come along");
        return Parse(Text(path), path, overrides);
    }

    /// <summary>A recipe's text.</summary>
    /// <exception cref="InputException">It is not UTF-8, or cannot be read.</exception>
    internal static string Text(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaximumBytes) throw new InputException(path, "file", "more than 1 MiB", "a recipe");
            return File.ReadAllText(path, Strict);
        }
        catch (DecoderFallbackException error)
        {
            throw new InputException(path, $"byte {error.Index}", "bytes that are not UTF-8", "a recipe in UTF-8", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InputException.Unreadable(path, error, "a readable recipe");
        }
    }

    /// <summary>As <see cref="Read"/>, from text.</summary>
    /// <param name="yaml">The recipe.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="overrides">As for <see cref="Read"/>.</param>
    public static Recipe Parse(string yaml, string name, IReadOnlyList<string> overrides)
    {
        YamlNode tree = Tree(yaml, name, overrides);
        if (tree is YamlMappingNode root && root.Children.ContainsKey("grids")) throw new InputException(name, "grids", "a sweep", "a recipe; `espalier sweep` takes sweeps");
        RecipeOrigin origin = new(name, overrides);
        var recipe = (Recipe)new RecordBinder(origin).Bind(typeof(Recipe), tree, "")!;
        RecipeRules.Check(recipe, origin);
        return recipe;
    }

    /// <summary>The recipe as YAML with its defaults written out.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="complete">
    /// Whether it has every key. Otherwise keys that came to recipes later are left out where they have their defaults, so that the text, which says
    /// whose a run folder is, stays the same.
    /// </param>
    public static string Write(Recipe recipe, bool complete = false) => RecordYaml.Write(recipe, complete);

    /// <summary>The YAML with the overrides in it, not yet checked.</summary>
    internal static YamlNode Tree(string yaml, string name, IReadOnlyList<string> overrides)
    {
        YamlNode root = Root(yaml, name);
        foreach (string change in overrides) Override(root, change);
        return root;
    }

    private static YamlNode Root(string yaml, string name)
    {
        try
        {
            YamlBounds.Check(yaml, name);
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count == 1 ? stream.Documents[0].RootNode
                : throw new InputException(name, "file", $"{stream.Documents.Count} YAML documents", "one");
        }
        catch (YamlException error)
        {
            throw new InputException(name, $"line {error.Start.Line}, column {error.Start.Column}", error.Message.Split('\n')[0].TrimEnd('.'), "YAML", error);
        }
    }

    private static void Override(YamlNode root, string change)
    {
        int equals = change.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) throw new InputException("--set", change, "no key=value", "for example stage2.sparsity=0.9");
        string[] keys = change[..equals].Split('.');
        YamlNode value = Root(change[(equals + 1)..] is { Length: > 0 } text ? text : "null", RecipeOrigin.Cite(change));
        YamlNode at = root;
        foreach (string key in keys[..^1])
        {
            if (at is not YamlMappingNode mapping) throw new InputException("--set", change, $"'{key}' below a plain value", "a path of recipe keys");
            if (!mapping.Children.TryGetValue(key, out YamlNode? next) || RecordBinder.IsNull(next)) mapping.Children[key] = next = new YamlMappingNode();
            at = next;
        }
        if (at is not YamlMappingNode last) throw new InputException("--set", change, $"'{keys[^1]}' below a plain value", "a path of recipe keys");
        last.Children[keys[^1]] = value;
    }
}
