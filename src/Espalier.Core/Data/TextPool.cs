namespace Espalier.Data;

/// <summary>Keeps one copy of each text: a data set repeats a few thousand answers millions of times.</summary>
internal sealed class TextPool
{
    private readonly HashSet<string> texts = new(StringComparer.Ordinal);

    public string Share(string text)
    {
        if (texts.TryGetValue(text, out string? known)) return known;
        texts.Add(text);
        return text;
    }
}
