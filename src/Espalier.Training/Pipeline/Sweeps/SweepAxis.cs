using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Espalier.Training.Pipeline.Sweeps;

/// <summary>
/// One axis of a grid: a recipe key with a list of values (<c>stage2.sparsity: [0.5, 0.7]</c>), or a name of its own with named sets of keys
/// (<c>pair: { lpf+lmh: { stage1.objective: lpf, stage2.objective: lmh } }</c>).
/// </summary>
/// <param name="Name">The key or name.</param>
/// <param name="Choices">By the name of each value, what it sets.</param>
internal sealed record SweepAxis(string Name, IReadOnlyList<(string Value, IReadOnlyList<string> Overrides)> Choices)
{
    /// <summary>Reads an axis.</summary>
    /// <exception cref="InputException">It is neither of the two forms, or has no values.</exception>
    public static SweepAxis Read(string file, string name, YamlNode node)
    {
        List<(string, IReadOnlyList<string>)> choices = node switch
        {
            YamlSequenceNode list => [.. list.Children.Select(value => (Inline(value), (IReadOnlyList<string>)[$"{name}={Inline(value)}"]))],
            YamlMappingNode named => [.. named.Children.Select(choice => (Text(file, choice.Key), Settings(file, $"{name}.{Text(file, choice.Key)}", choice.Value)))],
            _ => throw Wrong(file, node, name, "a single value", "a list of values, or names with the keys that they set"),
        };
        if (choices.Count == 0) throw Wrong(file, node, name, "no value", "at least one");
        return new SweepAxis(name, choices);
    }

    /// <summary>Overrides from a mapping of dotted recipe keys.</summary>
    public static IReadOnlyList<string> Settings(string file, string place, YamlNode node) => node is YamlMappingNode mapping
        ? [.. mapping.Children.Select(pair => $"{Text(file, pair.Key)}={Inline(pair.Value)}")]
        : throw Wrong(file, node, place, "no mapping", "recipe keys with values: { stage2.sparsity: 0.7 }");

    /// <summary>The line of a sweep's file that sets a key so; of the key, where the value was made from others; null if neither is there.</summary>
    /// <param name="root">The file.</param>
    /// <param name="change">"stage2.sparsity=0.5".</param>
    public static long? LineOf(YamlNode root, string change)
    {
        string[] sides = change.Split('=', 2);
        KeyValuePair<YamlNode, YamlNode>[] pairs =
            [.. root.AllNodes.OfType<YamlMappingNode>().SelectMany(mapping => mapping.Children).Where(pair => pair.Key is YamlScalarNode { Value: var key } && key == sides[0])];
        YamlNode? value = pairs.SelectMany(pair => pair.Value is YamlSequenceNode list ? list.Children.Prepend(list) : [pair.Value])
            .FirstOrDefault(node => Inline(node) == sides[^1]);
        return (value ?? pairs.FirstOrDefault().Key)?.Start.Line;
    }

    /// <summary>How a run is called after its value on this axis: a named value by its name, "sparsity-0.7" otherwise.</summary>
    public string Label(int choice)
    {
        (string value, IReadOnlyList<string> overrides) = Choices[choice];
        bool isKey = overrides.Count == 1 && overrides[0] == $"{Name}={value}";
        string label = isKey ? $"{Name[(Name.LastIndexOf('.') + 1)..]}-{value}" : value;
        return FileName(label).Trim('-');
    }

    /// <summary>A text with what file names cannot have replaced by dashes.</summary>
    public static string FileName(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.' ? c : '-'));

    // On one line, as --set takes it.
    private static string Inline(YamlNode node)
    {
        switch (node)
        {
            case YamlScalarNode { Style: ScalarStyle.Plain } plain:
                return plain.Value ?? "null";
            case YamlScalarNode quoted:
                return $"\"{quoted.Value!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
            case YamlSequenceNode list:
                return $"[{string.Join(", ", list.Children.Select(Inline))}]";
            case YamlMappingNode mapping:
                StringBuilder text = new("{ ");
                text.AppendJoin(", ", mapping.Children.Select(pair => $"{Inline(pair.Key)}: {Inline(pair.Value)}"));
                return text.Append(" }").ToString();
            default:
                return "null";
        }
    }

    private static string Text(string file, YamlNode key) =>
        key is YamlScalarNode { Value: { Length: > 0 } text } ? text : throw Wrong(file, key, "key", "no text", "a name or a recipe key");

    private static InputException Wrong(string file, YamlNode node, string place, string found, string expected) =>
        new(file, $"line {node.Start.Line}, {place}", found, expected);
}
