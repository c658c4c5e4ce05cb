using System.Globalization;
using Espalier.Metrics;
using Espalier.Paper;
using ScottPlot;

namespace Espalier.Reports.Pictures;

/// <summary>
/// A score over sparsity, a curve for each pair of objectives with a band of one sample standard deviation over the seeds; full models as dashed lines.
/// Names stand at the ends of the curves.
/// </summary>
internal static class PaperCurvePicture
{
    private const int Width = 960, Height = 560;

    // About the height of the data area and of a line of text, in pixels.
    private const double AreaHeight = 452, TextHeight = 17;

    private const double Last = 90, Before = 4;

    // The column of names begins and ends there, after the last sparsity, as shares of the width before it.
    private const double NamesFrom = 0.045, NamesTo = 0.25;

    /// <summary>Draws it; null if none of the curves was run.</summary>
    /// <param name="name">The file's name, without extension.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="results">What was run.</param>
    /// <param name="measure">The score.</param>
    /// <param name="curves">Pruned and full models, in the order of their colours.</param>
    public static Picture? Draw(string name, string title, PaperResults results, Measure measure, IReadOnlyList<PaperCurve> curves)
    {
        List<Shown> shown = [.. curves.Select((curve, i) => new Shown(curve, i, Points(results, measure, curve))).Where(curve => curve.Points.Count > 0)];
        if (shown.All(curve => curve.Curve.IsFull)) return null;
        string described = string.Join("; ", shown.Select(curve => $"{curve.Curve.Name}: {string.Join(", ", curve.Points.Select(Told))}"));
        return Picture.Draw(name, title, $"Curves of {measure.Name} in percent over sparsity. {described}.", Width, Height, theme => Plot(theme, title, measure, shown));
    }

    private static List<Point> Points(PaperResults results, Measure measure, PaperCurve curve) =>
    [
        .. (curve.IsFull ? [0] : PaperModels.Sparsities).Select(s => (Sparsity: s, Value: results.Over(curve.At(s), measure))).Where(point => point.Value is not null)
            .Select(point => new Point(point.Sparsity * 100, point.Value!)),
    ];

    private static string Told(Point point) => string.Create(CultureInfo.InvariantCulture, $"{point.Value.Mean:0.0} at {point.Sparsity:0} %");

    private static Plot Plot(PictureTheme theme, string title, Measure measure, List<Shown> shown)
    {
        Plot plot = PlotStyle.New(theme, title);
        (double bottom, double top, double step) = Limits(shown);
        double[] sparsities =
            [.. shown.Where(curve => !curve.Curve.IsFull).SelectMany(curve => curve.Points).Select(point => point.Sparsity).Append(Last).Distinct().Order()];
        double left = sparsities[0] - Before, names = Last + NamesFrom * (Last - left), right = Last + NamesTo * (Last - left);
        foreach (Shown curve in shown.OrderByDescending(curve => curve.Curve.IsFull)) Add(plot, curve, ColorOf(theme, curve), sparsities[0]);
        // Grid lines would strike the names out.
        var margin = plot.Add.Rectangle(names - 0.3, right, bottom, top + step);
        (margin.FillColor, margin.LineWidth) = (theme.Background, 0);
        double gap = (top - bottom) * TextHeight / AreaHeight;
        double[] heights = EndLabels.Spread([.. shown.Select(curve => curve.Points[^1].Value.Mean)], gap, bottom + gap / 2, top - gap / 2);
        for (int i = 0; i < shown.Count; i++) Label(plot, theme, shown[i], names, heights[i]);
        // A little more at the top, or half of the highest grid line would lie outside and so over the names.
        plot.Axes.SetLimits(left, right, bottom, top + 0.02 * step);
        plot.Axes.Left.Label.Text = $"{measure.Name} accuracy (%)";
        PlotStyle.Numbers(plot.Axes.Left, [.. Enumerable.Range(0, (int)Math.Round((top - bottom) / step) + 1).Select(i => bottom + i * step)]);
        PlotStyle.Numbers(plot.Axes.Bottom, sparsities);
        plot.Axes.Bottom.Label.Text = "sparsity (%)";
        return plot;
    }

    // Close around all bands, so that small differences can be seen.
    private static (double Bottom, double Top, double Step) Limits(List<Shown> shown)
    {
        Point[] all = [.. shown.SelectMany(curve => curve.Points)];
        double low = all.Min(point => point.Value.Mean - (point.Value.Deviation ?? 0)), high = all.Max(point => point.Value.Mean + (point.Value.Deviation ?? 0));
        double step = high - low > 25 ? 10 : 5;
        return (Math.Max(0, Math.Floor((low - 1) / step) * step), Math.Min(100, Math.Ceiling((high + 1) / step) * step), step);
    }

    private static Color ColorOf(PictureTheme theme, Shown curve) => curve.Curve.IsFull ? theme.Quiet : theme.Model(curve.Place);

    private static void Add(Plot plot, Shown shown, Color color, double first)
    {
        if (shown.Curve.IsFull)
        {
            var line = plot.Add.Line(first, shown.Points[0].Value.Mean, Last, shown.Points[0].Value.Mean);
            (line.LineColor, line.LineWidth, line.LinePattern) = (color.WithAlpha(0.8), 1.5f, LinePattern.Dashed);
            return;
        }
        double[] x = [.. shown.Points.Select(point => point.Sparsity)];
        if (x.Length > 1 && shown.Points.Any(point => point.Value.Deviation is not null))
        {
            var band = plot.Add.FillY(x, [.. shown.Points.Select(point => point.Value.Mean - (point.Value.Deviation ?? 0))],
                [.. shown.Points.Select(point => point.Value.Mean + (point.Value.Deviation ?? 0))]);
            band.FillColor = color.WithAlpha(0.13);
            band.LineWidth = 0;
        }
        var curve = plot.Add.Scatter(x, [.. shown.Points.Select(point => point.Value.Mean)], color);
        (curve.LineWidth, curve.MarkerSize) = (2.5f, 7);
    }

    private static void Label(Plot plot, PictureTheme theme, Shown shown, double names, double height)
    {
        Point last = shown.Points[^1];
        double from = shown.Curve.IsFull ? Last : last.Sparsity;
        var leader = plot.Add.Line(from, last.Value.Mean, names - 0.6, height);
        (leader.LineColor, leader.LineWidth) = (ColorOf(theme, shown).WithAlpha(0.7), 1);
        // Where runs are missing, the way to the name must not look like a curve.
        if (from < Last) leader.LinePattern = LinePattern.Dotted;
        string name = shown.Curve.Variant.Length > 0 ? shown.Curve.Variant : shown.Curve.Pair;
        PlotStyle.AddText(plot, PlotStyle.Short(name), names, height, shown.Curve.IsFull ? theme.Quiet : theme.Ink, Alignment.MiddleLeft, PlotStyle.TextSize);
    }

    private sealed record Shown(PaperCurve Curve, int Place, IReadOnlyList<Point> Points);

    private sealed record Point(double Sparsity, SeedStatistics Value);
}
