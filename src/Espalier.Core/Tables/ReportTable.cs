using System.Text;

namespace Espalier.Tables;

/// <summary>A table of a report, ready to be shown on a page, in a terminal or as Markdown.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">Its columns; the first names the row.</param>
/// <param name="Rows">Its rows.</param>
public sealed record ReportTable(string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportRow> Rows)
{
    /// <summary>The table in Markdown, columns aligned so that it also reads well as plain text; the best of a column in bold.</summary>
    public string ToMarkdown()
    {
        List<string[]> lines =
        [
            [.. Columns.Select(column => Escaped(column.FullName))],
            .. Rows.Select(row => row.Cells.Select(cell => cell.IsBest ? $"**{Escaped(cell.Text)}**" : Escaped(cell.Text)).ToArray()),
        ];
        int[] widths = [.. Columns.Select((_, i) => Math.Max(3, lines.Max(line => line[i].Length)))];
        StringBuilder text = new();
        AppendLine(text, lines[0], widths);
        text.Append('|');
        for (int i = 0; i < widths.Length; i++)
            text.Append(' ').Append('-', Columns[i].IsNumeric ? widths[i] - 1 : widths[i]).Append(Columns[i].IsNumeric ? ": |" : " |");
        text.Append('\n');
        foreach (string[] line in lines.Skip(1)) AppendLine(text, line, widths);
        return text.ToString();
    }

    /// <summary>
    /// The table as plain text, two spaces between columns: the title, the headings, a rule and the rows, each with its line end. Control characters become
    /// spaces, and nothing is marked as best.
    /// </summary>
    public string ToText()
    {
        List<string[]> lines = [[.. Columns.Select(column => column.FullName)], .. Rows.Select(row => row.Cells.Select(cell => OnOneLine(cell.Text)).ToArray())];
        int[] widths = [.. Columns.Select((_, i) => lines.Max(line => line[i].Length))];
        lines.Insert(1, [.. widths.Select(width => new string('-', width))]);
        StringBuilder text = new();
        if (Title.Length > 0) text.Append(OnOneLine(Title)).Append('\n');
        foreach (string[] line in lines)
            text.Append(string.Join("  ", line.Select((cell, i) => Columns[i].IsNumeric ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd()).Append('\n');
        return text.ToString();
    }

    private static string OnOneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private void AppendLine(StringBuilder text, string[] cells, int[] widths)
    {
        text.Append('|');
        for (int i = 0; i < cells.Length; i++)
        {
            string padded = Columns[i].IsNumeric ? cells[i].PadLeft(widths[i]) : cells[i].PadRight(widths[i]);
            text.Append(' ').Append(padded).Append(" |");
        }
        text.Append('\n');
    }

    // Names come from outside: a bar would open a column, a line break end the table.
    private static string Escaped(string text)
    {
        StringBuilder safe = new();
        foreach (char c in text)
        {
            if (c is '|' or '\\' or '*' or '<' or '`') safe.Append('\\');
            safe.Append(char.IsControl(c) ? ' ' : c);
        }
        return safe.ToString();
    }
}
