using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Espalier.Training.Pipeline.Recipes;

/// <summary>Writes option records as the YAML that <see cref="RecordBinder"/> reads.</summary>
internal static class RecordYaml
{
    /// <summary>The YAML of a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="complete">Whether keys that came later are written, too, where they have their defaults.</param>
    public static string Write(object record, bool complete = false)
    {
        var yaml = new StringBuilder();
        WriteRecord(yaml, record, "", complete);
        return yaml.ToString();
    }

    private static void WriteRecord(StringBuilder yaml, object record, string indent, bool complete)
    {
        foreach (PropertyInfo property in RecordBinder.Properties(record.GetType()))
        {
            object? value = property.GetValue(record);
            // So that a key that came later changes nothing for the runs of before.
            if (!complete && property.GetCustomAttribute<DefaultValueAttribute>() is { } before && Equals(value, before.Value)) continue;
            yaml.Append(indent).Append(RecordBinder.Key(property)).Append(':');
            WriteValue(yaml, value, indent + "  ", complete);
        }
    }

    private static void WriteValue(StringBuilder yaml, object? value, string indent, bool complete)
    {
        if (value is IEnumerable list and not string)
        {
            object[] items = [.. list.Cast<object>()];
            if (items.Length == 0) yaml.Append(" []\n");
            else if (items.All(IsScalar)) yaml.Append(" [").AppendJoin(", ", items.Select(Scalar)).Append("]\n");
            else
            {
                yaml.Append('\n');
                foreach (object item in items)
                {
                    var inner = new StringBuilder();
                    WriteRecord(inner, item, indent + "  ", complete);
                    yaml.Append(indent).Append("- ").Append(inner.ToString().AsSpan(indent.Length + 2));
                }
            }
        }
        else if (IsScalar(value)) yaml.Append(' ').Append(Scalar(value)).Append('\n');
        else
        {
            yaml.Append('\n');
            WriteRecord(yaml, value!, indent, complete);
        }
    }

    private static bool IsScalar(object? value) => value is null or string || value.GetType().IsPrimitive;

    private static bool IsPlain(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '/' or '.') && char.IsAsciiLetter(text[0]) && text is not ("null" or "true" or "false");

    private static string Scalar(object? value) => value switch
    {
        null => "null",
        string text => IsPlain(text) ? text : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
