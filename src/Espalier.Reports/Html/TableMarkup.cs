using System.Xml.Linq;
using Espalier.Tables;
using static Espalier.Reports.Html.Markup;

namespace Espalier.Reports.Html;

/// <summary>Tables as elements: grouped headings, a colour for each model, the best of a column marked.</summary>
internal static class TableMarkup
{
    public static XElement Of(ReportTable table) => Scrolling(table.Title, El("table",
        El("caption", table.Title),
        El("thead", Groups(table.Columns), El("tr", table.Columns.Select(Heading))),
        El("tbody", table.Rows.Select(row => El("tr", row.Cells.Select((cell, i) => Cell(table, row, cell, i)))))));

    /// <summary>Names and values.</summary>
    public static XElement Pairs(string title, IEnumerable<(string Name, string Value)> pairs) => Scrolling(title, El("table",
        Class("pairs"), El("caption", title),
        El("tbody", pairs.Select(pair => El("tr", El("th", At("scope", "row"), pair.Name), El("td", pair.Value))))));

    /// <summary>The coloured square that stands for a model.</summary>
    public static XElement Swatch(int model) => El("span", Class($"swatch m{model}"), At("aria-hidden", "true"));

    // A wide table scrolls by itself on a narrow screen; with a tab stop, for those who have no mouse.
    private static XElement Scrolling(string title, XElement table) =>
        El("div", Class("scroll"), At("tabindex", "0"), At("role", "region"), At("aria-label", title), table);

    private static XElement? Groups(IReadOnlyList<ReportColumn> columns)
    {
        if (columns.All(column => column.Group.Length == 0)) return null;
        List<XElement> cells = [];
        for (int i = 0; i < columns.Count;)
        {
            int span = 1;
            while (i + span < columns.Count && columns[i].Group.Length > 0 && columns[i + span].Group == columns[i].Group) span++;
            cells.Add(columns[i].Group.Length == 0
                ? El("td")
                : El("th", At("scope", "colgroup"), At("colspan", span), Class("group"), columns[i].Group));
            i += span;
        }
        return El("tr", cells);
    }

    private static XElement Heading(ReportColumn column) =>
        El("th", At("scope", "col"), column.IsNumeric ? Class("number") : null, column.Name);

    private static XElement Cell(ReportTable table, ReportRow row, ReportCell cell, int column)
    {
        if (column == 0) return El("th", At("scope", "row"), row.Model is { } model ? Swatch(model) : null, cell.Text);
        List<string> classes = [];
        if (table.Columns[column].IsNumeric) classes.Add("number");
        if (cell.IsBest) classes.Add("best");
        if (!cell.IsMeasured) classes.Add("missing");
        return El("td", classes.Count > 0 ? Class(string.Join(' ', classes)) : null,
            cell.IsBest ? El("strong", cell.Text, El("span", Class("aside"), " (best)")) : cell.Text);
    }
}
