using System.Globalization;
using Espalier.Metrics;
using ScottPlot;

namespace Espalier.Reports.Pictures;

/// <summary>Accuracy over sparsity: a curve for each setting, with the interval over the seeds; full models as dashed lines.</summary>
public static class SweepPicture
{
    private const int Width = 960, Height = 520, MostBelow = 10;

    // Tell curves of the same colour apart, where there are more curves than colours.
    private static readonly MarkerShape[] Markers = [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond];

    /// <summary>Draws the curves of a sweep; null where nothing was measured.</summary>
    /// <param name="groups">The settings.</param>
    /// <param name="name">The file's name, without extension.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="of">Which accuracy.</param>
    public static Picture? Draw(IReadOnlyList<SweepGroup> groups, string name, string title, Func<SweepGroup, SeedStatistics?> of)
    {
        List<IGrouping<string, (SweepGroup Group, SeedStatistics Value)>> curves =
            [.. groups.Select(group => (Group: group, Value: of(group)!)).Where(point => point.Value is not null).GroupBy(point => point.Group.Label)];
        if (curves.Count == 0) return null;
        string description = string.Join("; ", curves.Select(curve =>
            $"{curve.Key}: {string.Join(", ", curve.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Value.Mean:0.0} at {point.Group.Sparsity:P0}")))}"));
        return Picture.Draw(name, title, $"Curves of accuracy in percent over sparsity. {description}.", Width, Height, theme => Plot(theme, title, curves));
    }

    private static Plot Plot(PictureTheme theme, string title, List<IGrouping<string, (SweepGroup Group, SeedStatistics Value)>> curves)
    {
        Plot plot = PlotStyle.New(theme, title);
        List<LegendItem> legend = [];
        for (int i = 0; i < curves.Count; i++)
        {
            Color color = theme.Model(i);
            MarkerShape marker = Markers[i / theme.Series.Length % Markers.Length];
            (SweepGroup Group, SeedStatistics Value)[] points = [.. curves[i].OrderBy(point => point.Group.Sparsity)];
            bool full = points.All(point => point.Group.Sparsity == 0);
            if (full) AddFull(plot, color, points[0].Value);
            else AddCurve(plot, color, marker, points);
            legend.Add(PlotStyle.Line(color, full ? LinePattern.Dashed : LinePattern.Solid, curves[i].Key, full ? MarkerShape.None : marker));
        }
        PlotStyle.Accuracy(plot);
        PlotStyle.Numbers(plot.Axes.Bottom, 0, 10, 30, 50, 70, 90, 100);
        plot.Axes.SetLimitsX(0, 100);
        plot.Axes.Bottom.Label.Text = "sparsity (%)";
        if (legend.Count <= MostBelow) PlotStyle.LegendBelow(plot, legend);
        else PlotStyle.LegendBeside(plot, legend);
        return plot;
    }

    private static void AddFull(Plot plot, Color color, SeedStatistics value)
    {
        var line = plot.Add.HorizontalLine(value.Mean, 2, color, LinePattern.Dashed);
        line.EnableAutoscale = false;
    }

    private static void AddCurve(Plot plot, Color color, MarkerShape marker, (SweepGroup Group, SeedStatistics Value)[] points)
    {
        double[] x = [.. points.Select(point => point.Group.Sparsity * 100)];
        if (points.All(point => point.Value.HalfWidth is not null) && points.Length > 1)
        {
            var band = plot.Add.FillY(x, [.. points.Select(point => Within(point.Value.Mean - point.Value.HalfWidth!.Value))],
                [.. points.Select(point => Within(point.Value.Mean + point.Value.HalfWidth!.Value))]);
            band.FillColor = color.WithAlpha(0.12);
            band.LineWidth = 0;
        }
        var curve = plot.Add.Scatter(x, [.. points.Select(point => point.Value.Mean)], color);
        (curve.LineWidth, curve.MarkerSize, curve.MarkerShape) = (2.5f, 7, marker);
    }

    private static double Within(double percent) => Math.Clamp(percent, 0, 100);
}
