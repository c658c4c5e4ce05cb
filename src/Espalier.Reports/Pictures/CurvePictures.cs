using Espalier.Metrics;
using ScottPlot;

namespace Espalier.Reports.Pictures;

/// <summary>Training curves: for each stage and measure, one line for each model and part of the data.</summary>
public static class CurvePictures
{
    /// <summary>Draws them, by stage.</summary>
    public static IReadOnlyList<Picture> Draw(RunSummary summary, IReadOnlyList<ReportCurve> curves)
    {
        Dictionary<string, int> places = summary.Models.Select((model, i) => (model.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        return
        [
            .. curves.Where(curve => curve.Steps.Count > 0)
                .GroupBy(curve => (curve.Stage, curve.Measure))
                .OrderBy(group => group.Key.Stage).ThenBy(group => group.Key.Measure, StringComparer.Ordinal)
                .Select((group, i) => Draw($"curves-{i + 1}", group.Key.Stage, group.Key.Measure, [.. group], places)),
        ];
    }

    private static Picture Draw(string name, int stage, string measure, List<ReportCurve> curves, Dictionary<string, int> places)
    {
        string title = $"Stage {stage}: {measure} during training";
        string models = string.Join(", ", curves.Select(curve => $"{curve.Model} on {curve.Part}"));
        return Picture.Draw(name, title, $"Lines of {measure} over optimizer steps for {models}.", 620, 380,
            theme => Plot(theme, title, measure, curves, places));
    }

    private static Plot Plot(PictureTheme theme, string title, string measure, List<ReportCurve> curves, Dictionary<string, int> places)
    {
        Plot plot = PlotStyle.New(theme, title);
        // Out of distribution is drawn solid, as in the other pictures.
        List<string> parts =
        [
            .. curves.Select(curve => curve.Part).Distinct().OrderByDescending(part => part.Contains("ood", StringComparison.Ordinal)),
        ];
        Color ColorOf(string model) => places.TryGetValue(model, out int place) ? theme.Model(place) : theme.Neutral;
        foreach (ReportCurve curve in curves)
        {
            Color color = ColorOf(curve.Model);
            var line = plot.Add.Scatter(curve.Steps.ToArray(), curve.Values.ToArray(), color);
            line.LineWidth = 2;
            line.LinePattern = Pattern(parts.IndexOf(curve.Part));
            line.MarkerSize = curve.Steps.Count <= 24 ? 5 : 0;
            AddSelection(plot, theme, curve, color);
        }
        plot.Axes.Left.Label.Text = measure;
        plot.Axes.Bottom.Label.Text = "optimizer steps";
        plot.Axes.SetLimitsX(0, curves.Max(curve => curve.Steps.Max()) * 1.03 is > 0 and var last ? last : 1);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { TickDensity = 0.6 };
        if (measure == "accuracy") PlotStyle.Accuracy(plot);
        plot.Legend.SymbolWidth = 28;
        PlotStyle.LegendBelow(plot,
        [
            .. curves.Select(curve => curve.Model).Distinct().Select(model => PlotStyle.Line(ColorOf(model), LinePattern.Solid, model)),
            .. parts.Select((part, i) => PlotStyle.Line(theme.Quiet, Pattern(i), part)),
            .. curves.Where(curve => curve.SelectedStep is not null).Take(1).Select(_ => new LegendItem
            {
                LabelText = "kept", LineWidth = 0, MarkerStyle = Ring(theme, theme.Quiet),
            }),
        ]);
        return plot;
    }

    private static void AddSelection(Plot plot, PictureTheme theme, ReportCurve curve, Color color)
    {
        for (int i = 0; i < curve.Steps.Count; i++)
        {
            if (curve.Steps[i] != curve.SelectedStep) continue;
            plot.Add.Marker(curve.Steps[i], curve.Values[i]).MarkerStyle = Ring(theme, color);
        }
    }

    private static MarkerStyle Ring(PictureTheme theme, Color color) => new(MarkerShape.FilledCircle, 12, theme.Background)
    {
        OutlineColor = color, OutlineWidth = 3,
    };

    private static LinePattern Pattern(int part) => part switch
    {
        0 => LinePattern.Solid,
        1 => LinePattern.Dashed,
        _ => LinePattern.Dotted,
    };
}
