using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Espalier.Training.Pipeline.Recipes;

namespace Espalier.Training.Tests.Pipeline;

/// <summary>Writes docs/recipes.md from the option records: their keys, types, defaults and doc comments.</summary>
internal static partial class RecipeReference
{
    private const string Introduction = """
        # Recipes

        A recipe is a YAML file that says what `espalier run` does. `name` and `data.source` are required; all else has a default.
        Without a block `pretrain`, `stage2` or `stage3` there is none; stage 1 is there unless a recipe says `stage1: null`. `--set KEY=VALUE` overrides a
        key from the command line, in YAML: `--set stage2.sparsity=0.9`, `--set "compare=[{ stage1: bce }]"`. `espalier validate FILE` prints the recipe with every
        default filled in, and with `--estimate` what it needs on your machine; a key that does not exist is refused, with the nearest one that does. Complete ones are in
        [recipes](../recipes).

        This page is made from the code's own comments.


        """;

    private static readonly Dictionary<string, string> Comments = ReadComments();

    public static string Markdown()
    {
        StringBuilder text = new(Introduction);
        PropertyInfo[] all = [.. RecordBinder.Properties(typeof(Recipe))];
        text.Append("## A recipe\n\n");
        Table(text, all.Where(property => !IsRecord(Item(property.PropertyType))).SelectMany(property => Rows(property, "", Activator.CreateInstance<Recipe>())));
        foreach (IGrouping<Type, PropertyInfo> section in all.Where(property => IsRecord(Item(property.PropertyType))).GroupBy(property => Item(property.PropertyType)))
        {
            text.Append("## ").AppendJoin(" and ", section.Select(RecordBinder.Key)).Append("\n\n");
            foreach (PropertyInfo property in section) text.Append('`').Append(RecordBinder.Key(property)).Append("`: ").Append(Comment(property)).Append("\n\n");
            Table(text, RecordBinder.Properties(section.Key).SelectMany(property => Rows(property, "", Activator.CreateInstance(section.Key)!)));
        }
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Table(StringBuilder text, IEnumerable<string> rows)
    {
        text.Append("| key | default | meaning |\n| --- | --- | --- |\n");
        foreach (string row in rows) text.Append(row).Append('\n');
        text.Append('\n');
    }

    private static IEnumerable<string> Rows(PropertyInfo property, string prefix, object record)
    {
        string key = prefix + RecordBinder.Key(property);
        object? value = property.GetValue(record);
        string usual = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required" : $"`{Show(value)}`";
        yield return $"| `{key}` | {usual} | {Comment(property).Replace("|", "\\|", StringComparison.Ordinal)} |";
        if (!IsRecord(Item(property.PropertyType))) yield break;
        object inner = value ?? Activator.CreateInstance(Item(property.PropertyType))!;
        foreach (string row in RecordBinder.Properties(Item(property.PropertyType)).SelectMany(part => Rows(part, $"{key}.", inner))) yield return row;
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "true" : "false",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Show))}]",
        _ when IsRecord(value.GetType()) => "as below",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static Type Item(Type type)
    {
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner != typeof(string) && typeof(IEnumerable).IsAssignableFrom(inner) ? inner.GetGenericArguments()[0] : inner;
    }

    private static bool IsRecord(Type type) => type != typeof(string) && !type.IsPrimitive;

    private static string Comment(PropertyInfo property) => Comments[$"P:{property.DeclaringType!.FullName}.{property.Name}"];

    private static Dictionary<string, string> ReadComments() => new[] { typeof(Recipe).Assembly, typeof(InputException).Assembly }
        .SelectMany(assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
        .Where(member => member.Attribute("name")!.Value.StartsWith("P:", StringComparison.Ordinal) && member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => Space().Replace(string.Concat(member.Element("summary")!.Nodes().Select(Plain)), " ").Trim());

    private static string Plain(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" } see => $"`{RecordBinder.Key((see.Attribute("cref")?.Value ?? see.Attribute("langword")!.Value).Split('.')[^1])}`",
        XElement element => $"`{element.Value}`",
        _ => node.ToString(),
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
