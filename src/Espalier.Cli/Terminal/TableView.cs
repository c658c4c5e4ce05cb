using Espalier.Tables;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Espalier.Cli.Terminal;

/// <summary>
/// Shows a report's table on the terminal, the best of each column in bold. Where the terminal is too narrow for a frame the columns stand without
/// one, a space apart, so that numbers are not broken.
/// </summary>
internal sealed class TableView : Renderable
{
    private const int Unlimited = int.MaxValue / 2;
    private readonly Table framed, bare;

    private TableView(ReportTable report)
    {
        framed = Build(report, TableBorder.Rounded);
        bare = Build(report, TableBorder.Horizontal);
        foreach (TableColumn column in bare.Columns) column.Padding = new Padding(0);
    }

    public static IRenderable Of(ReportTable report) => new TableView(report);

    protected override Measurement Measure(RenderOptions options, int maxWidth) => Fitting(options, maxWidth).Measure(options, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => Fitting(options, maxWidth).Render(options, maxWidth);

    private IRenderable Fitting(RenderOptions options, int maxWidth) => ((IRenderable)framed).Measure(options, Unlimited).Max <= maxWidth ? framed : bare;

    private static Table Build(ReportTable report, TableBorder border)
    {
        var table = new Table { Border = border, ShowHeaders = report.Columns.Any(column => column.FullName.Length > 0) };
        if (report.Title.Length > 0) table.Title = new TableTitle(Markup.Escape(report.Title));
        foreach (ReportColumn column in report.Columns)
            table.AddColumn(new TableColumn(Markup.Escape(column.FullName)) { Alignment = column.IsNumeric ? Justify.Right : Justify.Left, NoWrap = !column.IsNumeric });
        foreach (ReportRow row in report.Rows) table.AddRow(row.Cells.Select(Cell).ToArray());
        return table;
    }

    private static Markup Cell(ReportCell cell) => new(cell.IsBest ? $"[bold]{Markup.Escape(cell.Text)}[/]" : Markup.Escape(cell.Text));
}
