using System.Globalization;
using ScottPlot;

namespace Espalier.Reports.Pictures;

/// <summary>Speed-up over sparsity: curves of what leaves zeros out, dashed lines across for what does not, and 1 / (1 - s), which is reached where nothing but weights costs time.</summary>
public static class SpeedPicture
{
    private const int Width = 960, Height = 520, MostBelow = 10;

    // Room above the highest point, and what is shown at least.
    private const double Room = 1.15, Least = 2;

    // Room for markers at no zeros.
    private const double Left = -1.5;

    private static readonly MarkerShape[] Markers = [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond];
    private static readonly LinePattern[] Patterns = [LinePattern.Dashed, LinePattern.Dotted, LinePattern.DenselyDashed];

    /// <summary>Draws it.</summary>
    /// <param name="name">The file's name, without extension.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="curves">The curves.</param>
    public static Picture Draw(string name, string title, IReadOnlyList<SpeedCurve> curves)
    {
        string description = string.Join("; ", curves.Select(curve => $"{curve.Engine}, {curve.Setting}: {string.Join(", ", curve.Points.Select(point => Told(curve, point)))}"));
        return Picture.Draw(name, title, $"Curves of speed-up over sparsity. {description}.", Width, Height, theme => Plot(theme, title, curves));
    }

    private static string Told(SpeedCurve curve, SpeedPoint point) => string.Create(CultureInfo.InvariantCulture, $"{point.SpeedUp:0.00}")
        + (curve.Kind == SpeedCurveKind.Dense ? "" : string.Create(CultureInfo.InvariantCulture, $" at {100 * point.Sparsity:0.##} %"));

    private static Plot Plot(PictureTheme theme, string title, IReadOnlyList<SpeedCurve> curves)
    {
        Plot plot = PlotStyle.New(theme, title);
        double top = Math.Max(Least, Room * curves.SelectMany(curve => curve.Points).Select(point => point.SpeedUp).DefaultIfEmpty().Max());
        AddLimit(plot, theme, top);
        string[] engines = [.. curves.Select(curve => curve.Engine).Distinct()], settings = [.. curves.Select(curve => curve.Setting).Distinct()];
        foreach (SpeedCurve curve in curves) Add(plot, theme, curve, theme.Model(Array.IndexOf(engines, curve.Engine)), Array.IndexOf(settings, curve.Setting));
        PlotStyle.Numbers(plot.Axes.Left, [.. Enumerable.Range(0, (int)top + 1).Where(tick => tick % (top > 10 ? 2 : 1) == 0).Select(tick => (double)tick)]);
        PlotStyle.Numbers(plot.Axes.Bottom, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100);
        plot.Axes.SetLimits(Left, 100, 0, top);
        plot.Axes.Left.Label.Text = "speed-up (times)";
        plot.Axes.Bottom.Label.Text = "sparsity (%)";
        LegendItem[] legend = [.. Legend(theme, curves, engines, settings)];
        if (legend.Length <= MostBelow) PlotStyle.LegendBelow(plot, legend);
        else PlotStyle.LegendBeside(plot, legend);
        return plot;
    }

    private static IEnumerable<LegendItem> Legend(PictureTheme theme, IReadOnlyList<SpeedCurve> curves, string[] engines, string[] settings)
    {
        yield return PlotStyle.Line(theme.Neutral, LinePattern.Solid, "1 / (1 - s)");
        foreach ((int i, string engine) in engines.Index())
        {
            bool dense = curves.First(curve => curve.Engine == engine).Kind == SpeedCurveKind.Dense;
            yield return PlotStyle.Line(theme.Model(i), dense ? Patterns[0] : LinePattern.Solid, engine);
        }
        foreach ((int i, string setting) in settings.Index()) yield return PlotStyle.Line(theme.Quiet, Patterns[i % Patterns.Length], setting, Markers[i % Markers.Length]);
        string[] single = [.. curves.Where(curve => curve.Kind == SpeedCurveKind.Points).Select(curve => curve.Allocation).Distinct()];
        if (single.Length > 0)
            yield return new LegendItem { LabelText = PlotStyle.Short($"hollow: {string.Join(", ", single)}"), MarkerStyle = Hollow(theme, theme.Quiet, Markers[0]), LineWidth = 0 };
    }

    // As far as it is shown.
    private static void AddLimit(Plot plot, PictureTheme theme, double top)
    {
        double[] sparsities = [.. Enumerable.Range(0, 101).Select(i => i * (1 - (1 / top)) / 100)];
        double[] percent = [.. sparsities.Select(sparsity => 100 * sparsity)], most = [.. sparsities.Select(sparsity => 1 / (1 - sparsity))];
        var limit = plot.Add.Scatter(percent, most, theme.Neutral);
        (limit.LineWidth, limit.MarkerSize) = (1.5f, 0);
        plot.Add.HorizontalLine(1, 1, theme.Neutral).EnableAutoscale = false;
    }

    private static void Add(Plot plot, PictureTheme theme, SpeedCurve curve, Color color, int setting)
    {
        if (curve.Kind == SpeedCurveKind.Dense)
        {
            plot.Add.HorizontalLine(curve.Points[0].SpeedUp, 2, color, Patterns[setting % Patterns.Length]).EnableAutoscale = false;
            return;
        }
        MarkerShape marker = Markers[setting % Markers.Length];
        double[] percent = [.. curve.Points.Select(point => 100 * point.Sparsity)], times = [.. curve.Points.Select(point => point.SpeedUp)];
        var line = plot.Add.Scatter(percent, times, color);
        if (curve.Kind == SpeedCurveKind.Points) (line.LineWidth, line.MarkerStyle) = (0, Hollow(theme, color, marker));
        else (line.LineWidth, line.MarkerSize, line.MarkerShape) = (2.5f, 7, marker);
    }

    private static MarkerStyle Hollow(PictureTheme theme, Color color, MarkerShape marker) => new(marker, 9, theme.Background) { OutlineColor = color, OutlineWidth = 2 };
}
