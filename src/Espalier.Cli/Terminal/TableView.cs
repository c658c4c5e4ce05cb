using Espalier.Reports.Tables;
using Spectre.Console;

namespace Espalier.Cli.Terminal;

/// <summary>Shows a report's table on the terminal, the best of each column in bold.</summary>
internal static class TableView
{
    public static Table Of(ReportTable report)
    {
        var table = new Table { Border = TableBorder.Rounded };
        if (report.Title.Length > 0) table.Title = new TableTitle(Markup.Escape(report.Title));
        foreach (ReportColumn column in report.Columns)
            table.AddColumn(new TableColumn(Markup.Escape(column.FullName)) { Alignment = column.IsNumeric ? Justify.Right : Justify.Left, NoWrap = !column.IsNumeric });
        foreach (ReportRow row in report.Rows) table.AddRow(row.Cells.Select(Cell).ToArray());
        return table;
    }

    private static Markup Cell(ReportCell cell) => new(cell.IsBest ? $"[bold]{Markup.Escape(cell.Text)}[/]" : Markup.Escape(cell.Text));
}
