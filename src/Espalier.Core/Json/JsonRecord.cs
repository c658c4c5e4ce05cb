using System.Text.Json;

namespace Espalier.Json;

/// <summary>A JSON value from outside with its place, so that whatever is wrong with it can be told precisely.</summary>
internal readonly record struct JsonRecord(JsonElement Element, string File, string Path, long Line)
{
    /// <summary>A whole number that is not negative.</summary>
    public long Id(string name) => Required(name, "a whole number").AsId();

    /// <summary>A text of at most so many characters.</summary>
    public string Text(string name, int maxLength) => Required(name, "a text").AsText(maxLength);

    /// <summary>A text, or null where the property is missing or null.</summary>
    public string? TextOrNull(string name, int maxLength) => Find(name)?.AsText(maxLength);

    /// <summary>The property, or null where it is missing or null.</summary>
    public JsonRecord? Find(string name)
    {
        if (Element.ValueKind != JsonValueKind.Object) throw Wrong(Shown, "an object");
        try
        {
            return Element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
                ? this with { Element = value, Path = $"{Path}.{name}" }
                : null;
        }
        catch (InvalidOperationException error)
        {
            throw NotText(error);
        }
    }

    /// <summary>The properties of an object.</summary>
    public IReadOnlyList<(string Name, JsonRecord Value)> Properties()
    {
        if (Element.ValueKind != JsonValueKind.Object) throw Wrong(Shown, "an object");
        JsonRecord parent = this;
        try
        {
            return [.. Element.EnumerateObject()
                .Select(p => (p.Name, parent with { Element = p.Value, Path = $"{parent.Path}.{p.Name}" }))];
        }
        catch (InvalidOperationException error)
        {
            throw NotText(error);
        }
    }

    /// <summary>The elements of a list.</summary>
    public IEnumerable<JsonRecord> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array) throw Wrong(Shown, "a list");
        return ItemsOfList();
    }

    /// <summary>This value as a whole number that is not negative.</summary>
    public long AsId() => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt64(out long id) && id >= 0
        ? id
        : throw Wrong(Shown, "a whole number of at least 0");

    /// <summary>This value as a text of at most so many characters.</summary>
    public string AsText(int maxLength)
    {
        if (Element.ValueKind != JsonValueKind.String) throw Wrong(Shown, "a text");
        try
        {
            string text = Element.GetString()!;
            return text.Length <= maxLength ? text : throw Wrong($"{text.Length:N0} characters", $"at most {maxLength:N0}");
        }
        catch (InvalidOperationException error)
        {
            throw NotText(error);
        }
    }

    /// <summary>An error at this value.</summary>
    public InputException Wrong(string found, string expected) => new(File, Place, found, expected);

    private string Place => $"{Path} (line {Line})";

    private string Shown => Element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "the number " + Shortened(Element.GetRawText()),
        _ => Element.GetRawText(),
    };

    private InputException NotText(Exception error) =>
        new(File, Place, "bytes that are not UTF-8, or half a surrogate pair", "a text in UTF-8", error);

    private static string Shortened(string digits) => digits.Length <= 40 ? digits : digits[..40] + "...";

    private JsonRecord Required(string name, string expected) => Find(name) ?? throw Wrong($"no \"{name}\"", expected);

    private IEnumerable<JsonRecord> ItemsOfList()
    {
        int i = 0;
        foreach (JsonElement item in Element.EnumerateArray()) yield return this with { Element = item, Path = $"{Path}[{i++}]" };
    }
}
