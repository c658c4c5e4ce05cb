using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Espalier.Reports.Html;

/// <summary>Small pieces for building a page as an element tree, which escapes all text by itself.</summary>
internal static class Markup
{
    private static readonly HashSet<string> Void = ["br", "img", "input", "link", "meta", "source", "rect"];

    /// <summary>An element; strings become text, attributes and elements their place.</summary>
    public static XElement El(string name, params object?[] content) => new(name, content);

    /// <summary>An attribute.</summary>
    public static XAttribute At(string name, object value) => new(name, value);

    /// <summary>A class attribute.</summary>
    public static XAttribute Class(string names) => At("class", names);

    /// <summary>A section with a heading that names it.</summary>
    public static XElement Section(string id, string heading, params object?[] content) =>
        El("section", At("aria-labelledby", id), El("h2", At("id", id), heading), content);

    /// <summary>The page's text: HTML that is well-formed XML but for its first line.</summary>
    public static string Text(XElement html)
    {
        foreach (XElement element in html.DescendantsAndSelf())
        {
            foreach (XAttribute attribute in element.Attributes()) attribute.Value = Clean(attribute.Value);
            foreach (XText text in element.Nodes().OfType<XText>()) text.Value = Clean(text.Value);

            // Browsers take <td /> for a start tag; the empty text makes it <td></td>.
            if (!element.Nodes().Any() && !Void.Contains(element.Name.LocalName)) element.Value = "";
        }
        StringBuilder page = new("<!DOCTYPE html>\n");
        XmlWriterSettings settings = new() { OmitXmlDeclaration = true, NewLineChars = "\n", Indent = true, IndentChars = " " };
        using (XmlWriter writer = XmlWriter.Create(page, settings)) html.Save(writer);
        return page.Append('\n').ToString();
    }

    /// <summary>Text without characters that no page may hold, not even escaped.</summary>
    private static string Clean(string text)
    {
        int bad = 0;
        while (bad < text.Length && XmlConvert.IsXmlChar(text[bad])) bad++;
        if (bad == text.Length) return text;
        StringBuilder clean = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i])) clean.Append(text[i]).Append(text[++i]);
            else clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
        }
        return clean.ToString();
    }
}
