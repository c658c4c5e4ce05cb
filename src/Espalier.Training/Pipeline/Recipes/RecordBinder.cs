using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Espalier.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Espalier.Training.Pipeline.Recipes;

/// <summary>Binds a YAML tree to option records strictly: every key must be a property in kebab case, and every value of its type.</summary>
internal sealed class RecordBinder(RecipeOrigin origin)
{
    /// <summary>The key of a property: LearningRate is learning-rate, Stage1 is stage1.</summary>
    public static string Key(PropertyInfo property) => Key(property.Name);

    /// <summary>As <see cref="Key(PropertyInfo)"/>, of a name.</summary>
    public static string Key(string property) =>
        string.Concat(property.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>The properties that a recipe can set.</summary>
    public static IEnumerable<PropertyInfo> Properties(Type record) => record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite);

    /// <summary>Whether a node stands for null.</summary>
    public static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" or "~" };

    /// <summary>Makes a value of a type from a node.</summary>
    /// <param name="type">A record, a list, a string, a number or a bool, or a nullable of these.</param>
    /// <param name="node">Its YAML.</param>
    /// <param name="path">The key's path from the root, for messages.</param>
    public object? Bind(Type type, YamlNode node, string path)
    {
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        if (inner != typeof(string) && typeof(IEnumerable).IsAssignableFrom(inner)) return BindList(inner.GetGenericArguments()[0], node, path);
        return inner == typeof(string) || inner.IsPrimitive ? BindScalar(inner, node, path) : BindRecord(inner, node, path);
    }

    private object BindRecord(Type type, YamlNode node, string path)
    {
        if (node is not YamlMappingNode mapping) throw Wrong(node, path, Describe(node), "a mapping of keys");
        Dictionary<string, PropertyInfo> known = Properties(type).ToDictionary(Key);
        object record = Activator.CreateInstance(type)!;
        var nullability = new NullabilityInfoContext();
        foreach ((YamlNode keyNode, YamlNode value) in mapping.Children)
        {
            string key = (keyNode as YamlScalarNode)?.Value ?? "";
            if (!known.TryGetValue(key, out PropertyInfo? property))
                throw origin.Wrong(path, keyNode.Start.Line, $"the unknown key '{key}'", $"one of a recipe's; the nearest is {Meant(key, known.Keys)}", key);
            bool nullable = nullability.Create(property).WriteState == NullabilityState.Nullable;
            if (IsNull(value) && !nullable) throw Wrong(value, RecipeOrigin.Join(path, key), "null", "a value");
            property.SetValue(record, IsNull(value) ? null : Bind(property.PropertyType, value, RecipeOrigin.Join(path, key)));
        }
        foreach ((string key, PropertyInfo property) in known)
        {
            bool required = property.IsDefined(typeof(RequiredMemberAttribute));
            if (required && property.GetValue(record) is null) throw origin.Wrong(path, node.Start.Line, $"no '{key}'", $"the key '{key}'", key);
        }
        return record;
    }

    // A key that is one of another block, or the nearest of this one.
    private static string Meant(string key, IEnumerable<string> known)
    {
        string[] elsewhere = [.. Paths(typeof(Recipe), "").Where(path => path.EndsWith($".{key}", StringComparison.Ordinal)).Select(path => $"'{path}'")];
        return elsewhere.Length > 0 ? string.Join(" or ", elsewhere) : $"'{Nearest.To(key, known)}'";
    }

    private static IEnumerable<string> Paths(Type record, string above) => Properties(record).SelectMany(property =>
    {
        string path = RecipeOrigin.Join(above, Key(property));
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        bool isRecord = type != typeof(string) && !type.IsPrimitive && !typeof(IEnumerable).IsAssignableFrom(type);
        return isRecord ? Paths(type, path).Prepend(path) : [path];
    });

    private IList BindList(Type element, YamlNode node, string path)
    {
        if (node is not YamlSequenceNode sequence) throw Wrong(node, path, Describe(node), "a list");
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        for (int i = 0; i < sequence.Children.Count; i++) list.Add(Bind(element, sequence.Children[i], $"{path}[{i}]"));
        return list;
    }

    private object BindScalar(Type type, YamlNode node, string path)
    {
        if (node is not YamlScalarNode { Value: { } text }) throw Wrong(node, path, Describe(node), "a single value");
        if (type == typeof(string)) return text;
        if (type == typeof(bool) && bool.TryParse(text, out bool flag)) return flag;
        if (type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole)) return whole;
        if (type == typeof(ulong) && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong natural)) return natural;
        if (type == typeof(double) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)) return number;
        string expected = type == typeof(bool) ? "true or false" : type == typeof(double) ? "a number" : type == typeof(ulong) ? "a whole number from 0" : "a whole number";
        throw Wrong(node, path, $"'{text}'", expected);
    }

    private static string Describe(YamlNode node) => node is YamlScalarNode scalar ? $"'{scalar.Value}'" : node is YamlSequenceNode ? "a list" : "a mapping";

    private InputException Wrong(YamlNode node, string path, string found, string expected) => origin.Wrong(path, node.Start.Line, found, expected);
}
