namespace Espalier.Bench;

/// <summary>A table of text: the first row is the header, columns after the first three stand right.</summary>
internal static class TextTable
{
    private const int LeftColumns = 3;

    public static string Of(IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        IEnumerable<string> lines = rows.Select(row => Line(row.Select((cell, column) => column < LeftColumns ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
        string rule = Line(widths.Select((width, column) => column < LeftColumns ? new string('-', width) : new string('-', width - 1) + ":"));
        return string.Join('\n', lines.Take(1).Append(rule).Concat(lines.Skip(1)));
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
