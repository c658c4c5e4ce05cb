using System.Globalization;
using Espalier.Metrics;
using ScottPlot;

namespace Espalier.Reports.Pictures;

/// <summary>The sparsity of each prunable matrix of one model as a heat map: kinds of matrices by layers, grouped by modality.</summary>
public static class SparsityPicture
{
    private const int RowHeight = 22, CellWidth = 46;

    /// <summary>Draws it; null if the model has no prunable matrix.</summary>
    /// <param name="sparsity">The model and its matrices.</param>
    /// <param name="name">The picture's name.</param>
    public static Picture? Draw(ReportSparsity sparsity, string name = "sparsity")
    {
        if (sparsity.Matrices.Count == 0) return null;
        List<Row> rows = Rows(sparsity.Matrices);
        int layers = 1 + rows.SelectMany(row => row.Cells).Max(cell => cell.Column);
        string title = $"Sparsity of each matrix of {PlotStyle.Short(sparsity.Model)} (% zeros)";
        Dictionary<string, double> headings = sparsity.Matrices.GroupBy(matrix => matrix.Modality)
            .ToDictionary(group => group.Key, Overall);
        string description = string.Join("; ", headings.Select(pair =>
            string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value * 100:0.0} % zeros")));
        int width = Math.Max(620, 330 + CellWidth * layers);
        int height = 100 + (int)(RowHeight * (rows[^1].Y + 2.2));
        return Picture.Draw(name, title, $"Heat map of zeros. {description}.", width, height,
            theme => Plot(theme, title, rows, layers, headings));
    }

    internal static double Overall(IEnumerable<ReportMatrix> matrices)
    {
        double zeros = 0, all = 0;
        foreach (ReportMatrix matrix in matrices)
        {
            zeros += matrix.Zeros;
            all += (double)matrix.Rows * matrix.Columns;
        }
        return all > 0 ? zeros / all : 0;
    }

    private static List<Row> Rows(IReadOnlyList<ReportMatrix> matrices)
    {
        List<Row> rows = [];
        double y = 0;
        foreach (IGrouping<string, ReportMatrix> modality in matrices.GroupBy(matrix => matrix.Modality))
        {
            foreach (var kind in modality.Select(matrix => (Matrix: matrix, Place: MatrixPlace.Of(matrix.Name)))
                .GroupBy(pair => (pair.Place.Kind, HasLayer: pair.Place.Layer is not null)))
            {
                // Two blocks of one modality may both have, say, a query in layer 0: each gets its own row.
                foreach (var block in kind.GroupBy(pair => BlockOf(pair.Matrix.Name, pair.Place)))
                {
                    rows.Add(new Row(modality.Key, kind.Key.Kind, y++,
                        [.. block.Select(pair => new Cell(pair.Place.Layer ?? 0, pair.Matrix.Sparsity))]));
                }
            }
            y += 1.3;
        }
        return rows;
    }

    private static string BlockOf(string name, MatrixPlace place) => place.Layer is { } layer
        ? name[..name.LastIndexOf($".{layer}.", StringComparison.Ordinal)]
        : name;

    private static Plot Plot(PictureTheme theme, string title, List<Row> rows, int layers, Dictionary<string, double> headings)
    {
        Plot plot = PlotStyle.New(theme, title);
        foreach (Row row in rows)
        {
            foreach (Cell cell in row.Cells) AddCell(plot, theme, cell, -row.Y);
        }
        foreach (IGrouping<string, Row> modality in rows.GroupBy(row => row.Modality))
        {
            double share = headings[modality.Key];
            string heading = string.Create(CultureInfo.InvariantCulture, $"{modality.Key}: {share * 100:0.0} % zeros");
            PlotStyle.AddText(plot, heading, -0.47, 0.55 - modality.First().Y, theme.Ink, Alignment.LowerLeft, PlotStyle.TextSize);
        }
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. rows.Select(row => -row.Y)], [.. rows.Select(row => PlotStyle.Short(row.Kind, 34))]);
        PlotStyle.Words(plot.Axes.Bottom, [.. Enumerable.Range(0, layers).Select(layer => layer.ToString(CultureInfo.InvariantCulture))]);
        plot.Axes.Bottom.Label.Text = "layer (matrices outside of layers stand at 0)";
        plot.Axes.Bottom.FrameLineStyle.Width = 0;
        plot.Axes.Left.TickLabelStyle.FontSize = 12;
        plot.HideGrid();
        plot.Axes.SetLimits(-0.5, layers - 0.4, -rows[^1].Y - 0.6, 1.6);
        return plot;
    }

    private static void AddCell(Plot plot, PictureTheme theme, Cell cell, double y)
    {
        var square = plot.Add.Rectangle(cell.Column - 0.47, cell.Column + 0.47, y - 0.45, y + 0.45);
        square.FillColor = theme.Heat(cell.Sparsity);
        square.LineWidth = 0;
        string label = (cell.Sparsity * 100).ToString("0", CultureInfo.InvariantCulture);
        PlotStyle.AddText(plot, label, cell.Column, y, PictureTheme.InkOn(square.FillColor), Alignment.MiddleCenter);
    }

    private sealed record Cell(int Column, double Sparsity);

    private sealed record Row(string Modality, string Kind, double Y, IReadOnlyList<Cell> Cells);
}
