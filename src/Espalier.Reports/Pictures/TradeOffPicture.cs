using System.Globalization;
using Espalier.Metrics;
using ScottPlot;

namespace Espalier.Reports.Pictures;

/// <summary>Accuracy against kept parameters: for each model a filled point out of distribution and a hollow one in distribution.</summary>
public static class TradeOffPicture
{
    private const double Million = 1 << 20;
    private const int Width = 960, Height = 460;

    // How far apart labels must be, in percent: 13-pixel text on about 330 pixels for 100 %, with some air.
    private const double LabelHeight = 5.2;

    /// <summary>Draws it; null if no accuracy was measured.</summary>
    public static Picture? Draw(RunSummary summary)
    {
        List<Point> points = [.. summary.Models.Select((model, i) => new Point(model, i)).Where(p => p.Ood is not null || p.Id is not null)];
        if (points.Count == 0) return null;
        const string title = "Accuracy against kept parameters";
        string description = string.Join("; ", points.Select(p => string.Create(CultureInfo.InvariantCulture,
            $"{p.Model.Id}: {p.Kept:0.##} M kept, {p.Ood?.ToString("0.00", CultureInfo.InvariantCulture) ?? "not measured"} % out of distribution")));
        return Picture.Draw("trade-off", title, $"Points of accuracy over kept parameters. {description}.", Width, Height,
            theme => Plot(theme, title, points));
    }

    private static Plot Plot(PictureTheme theme, string title, List<Point> points)
    {
        Plot plot = PlotStyle.New(theme, title);
        double most = points.Max(point => point.Kept) is > 0 and var kept ? kept : 1;
        Spread(points, most);
        foreach (Point point in points)
        {
            Color color = theme.Model(point.Index);
            if (point.Id is { } top && point.Ood is { } bottom)
            {
                var line = plot.Add.Line(point.X, bottom, point.X, top);
                line.LineColor = color.WithAlpha(0.5);
                line.LineWidth = 1.5f;
            }
            if (point.Id is { } id) AddMarker(plot, point.X, id, color, theme.Background);
            if (point.Ood is { } ood) AddMarker(plot, point.X, ood, color, color);
        }
        foreach (IGrouping<double, Point> column in points.GroupBy(point => point.Kept)) AddLabels(plot, theme, [.. column], most);
        plot.Axes.SetLimitsX(0, most * 1.24);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { TickDensity = 0.4 };
        PlotStyle.Accuracy(plot);
        plot.Axes.Bottom.Label.Text = "kept parameters (M = 2²⁰)";
        PlotStyle.LegendBelow(plot,
        [
            new LegendItem { LabelText = "filled: out of distribution", MarkerStyle = Marker(theme.Quiet, theme.Quiet), LineWidth = 0 },
            new LegendItem { LabelText = "hollow: in distribution", MarkerStyle = Marker(theme.Quiet, theme.Background), LineWidth = 0 },
        ]);
        return plot;
    }

    /// <summary>Models of one size would hide each other: they stand side by side around their true place.</summary>
    private static void Spread(List<Point> points, double most)
    {
        foreach (IGrouping<double, Point> column in points.GroupBy(point => point.Kept))
        {
            int count = column.Count(), i = 0;
            foreach (Point point in column) point.X = point.Kept + (i++ - (count - 1) / 2.0) * most * 0.016;
        }
    }

    private static void AddLabels(Plot plot, PictureTheme theme, List<Point> column, double most)
    {
        double lowest = double.NegativeInfinity;
        foreach (Point point in column.OrderBy(point => point.Ood ?? point.Id))
        {
            double y = Math.Max(point.Ood ?? point.Id ?? 0, lowest + LabelHeight);
            lowest = y;
            double x = column.Where(other => other.Covers(y)).Append(point).Max(other => other.X) + most * 0.014;
            PlotStyle.AddText(plot, PlotStyle.Short(point.Model.Id), x, y, theme.Ink, Alignment.MiddleLeft, PlotStyle.TextSize);
        }
    }

    private static void AddMarker(Plot plot, double x, double y, Color line, Color fill) =>
        plot.Add.Marker(x, y).MarkerStyle = Marker(line, fill);

    private static MarkerStyle Marker(Color line, Color fill) => new(MarkerShape.FilledCircle, 11, fill)
    {
        OutlineColor = line, OutlineWidth = 2,
    };

    private sealed class Point(ModelSummary model, int index)
    {
        public ModelSummary Model => model;

        public int Index => index;

        public double Kept => model.Parameters.Kept / Million;

        public double? Id => model.Accuracy.Id?.All;

        public double? Ood => model.Accuracy.Ood?.All;

        public double X { get; set; }

        /// <summary>Whether its points or its line stand at the height of a label.</summary>
        public bool Covers(double y) => y > Math.Min(Id ?? 100, Ood ?? 100) - LabelHeight && y < Math.Max(Id ?? 0, Ood ?? 0) + LabelHeight;
    }
}
