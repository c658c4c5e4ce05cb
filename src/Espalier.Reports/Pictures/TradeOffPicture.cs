using System.Globalization;
using Espalier.Metrics;
using Espalier.Tables;
using ScottPlot;

namespace Espalier.Reports.Pictures;

/// <summary>Accuracy against kept parameters: for each model a filled point out of distribution and a hollow one in distribution.</summary>
public static class TradeOffPicture
{
    private const double Million = 1 << 20;
    private const int Width = 960, Height = 460;

    // About the size of the data area and of a point, in pixels: labels are placed by them.
    private const double AreaWidth = 880, AreaHeight = 336, PointSize = 14;

    // Room at the right for the labels of the largest models.
    private const double Room = 1.24;

    /// <summary>Draws it; null if no accuracy was measured.</summary>
    public static Picture? Draw(RunSummary summary)
    {
        List<Point> points =
            [.. summary.Models.Select((model, i) => new Point(model, i)).Where(point => point.Ood is not null || point.Id is not null)];
        if (points.Count == 0) return null;
        const string title = "Accuracy against kept parameters";
        string description = string.Join("; ", points.Select(point => string.Create(CultureInfo.InvariantCulture,
            $"{point.Model.Id}: {point.Kept:0.##} M kept, {Show.Percent(point.Ood)} out of distribution")));
        return Picture.Draw("trade-off", title, $"Points of accuracy in percent over kept parameters. {description}.", Width, Height,
            theme => Plot(theme, title, points));
    }

    private static Plot Plot(PictureTheme theme, string title, List<Point> points)
    {
        Plot plot = PlotStyle.New(theme, title);
        double most = points.Max(point => point.Kept) is > 0 and var kept ? kept : 1;
        // Models of one size stand on one line: no line may hide a point, and no hollow point a filled one.
        foreach (Point point in points)
        {
            if (point.Id is not { } top || point.Ood is not { } bottom) continue;
            var line = plot.Add.Line(point.Kept, bottom, point.Kept, top);
            line.LineColor = theme.Model(point.Index).WithAlpha(0.5);
            line.LineWidth = 1.5f;
        }
        foreach (Point point in points)
        {
            if (point.Id is { } id) AddMarker(plot, point.Kept, id, theme.Model(point.Index), theme.Background);
        }
        foreach (Point point in points)
        {
            if (point.Ood is { } ood) AddMarker(plot, point.Kept, ood, theme.Model(point.Index), theme.Model(point.Index));
        }
        AddLabels(plot, theme, points, AreaWidth / (most * Room));
        plot.Axes.SetLimitsX(0, most * Room);
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

    private static void AddLabels(Plot plot, PictureTheme theme, List<Point> points, double pixelsX)
    {
        const double pixelsY = AreaHeight / 100;
        LabelPlacer places = new(AreaWidth, AreaHeight);
        foreach (Point point in points)
        {
            double x = point.Kept * pixelsX;
            double bottom = Math.Min(point.Id ?? 100, point.Ood ?? 100) * pixelsY, top = Math.Max(point.Id ?? 0, point.Ood ?? 0) * pixelsY;
            places.Avoid(x - 2, x + 2, bottom, top);
            foreach (double end in new[] { bottom, top })
                places.Avoid(x - PointSize / 2, x + PointSize / 2, end - PointSize / 2, end + PointSize / 2);
        }
        foreach (Point point in points.OrderByDescending(point => point.Kept))
        {
            string label = PlotStyle.Short(point.Model.Id);
            double y = point.Ood ?? point.Id ?? 0;
            LabelPlacer.Place place = places.Find(point.Kept * pixelsX, y * pixelsY, label);
            (double labelX, double labelY) = (place.X / pixelsX, place.Y / pixelsY);
            if (place.IsAway)
            {
                var leader = plot.Add.Line(point.Kept, y, labelX, labelY);
                leader.LineColor = theme.Model(point.Index);
                leader.LineWidth = 1;
            }
            Alignment alignment = place.IsRight ? Alignment.MiddleLeft : Alignment.MiddleRight;
            PlotStyle.AddText(plot, label, labelX, labelY, theme.Ink, alignment, PlotStyle.TextSize);
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
    }
}
