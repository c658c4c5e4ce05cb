using System.Globalization;
using Espalier.Metrics;
using Espalier.Tables;
using ScottPlot;

namespace Espalier.Reports.Pictures;

/// <summary>Accuracy by answer type, out of distribution and in distribution, for each model.</summary>
public static class AccuracyPicture
{
    // With more models, bars are narrower than their numbers.
    private const int MostLabelled = 8;

    private static readonly (string Name, Func<TypeAccuracy, double?> Of)[] Types =
    [
        ("All", a => a.All), ("Yes/no", a => a.YesNo), ("Number", a => a.Number), ("Other", a => a.Other),
    ];

    /// <summary>Draws it; null if no accuracy was measured.</summary>
    public static Picture? Draw(RunSummary summary)
    {
        List<(ModelSummary Model, int Index)> shown =
            [.. summary.Models.Select((model, i) => (model, i)).Where(m => m.model.Accuracy is not { Id: null, Ood: null })];
        if (shown.Count == 0) return null;
        const string title = "Accuracy by answer type, out of and in distribution";
        string description = string.Join("; ", shown.Select(pair => Told(pair.Model)));
        return Picture.Draw("accuracy", title, $"Bars of VQA accuracy in percent. {description}.", 960, 440,
            theme => Plot(theme, title, shown));
    }

    private static string Told(ModelSummary model) =>
        $"{model.Id}: {Show.Percent(model.Accuracy.Ood?.All)} out of distribution, {Show.Percent(model.Accuracy.Id?.All)} in distribution";

    private static Plot Plot(PictureTheme theme, string title, List<(ModelSummary Model, int Index)> shown)
    {
        Plot plot = PlotStyle.New(theme, title);
        double width = 0.82 / shown.Count;
        for (int type = 0; type < Types.Length; type++)
        {
            for (int i = 0; i < shown.Count; i++)
            {
                double at = type + (i - (shown.Count - 1) / 2.0) * width;
                Color color = theme.Model(shown[i].Index);
                ModelAccuracy accuracy = shown[i].Model.Accuracy;
                if (accuracy.Id is { } id && Types[type].Of(id) is { } inside)
                    AddBar(plot, at, inside, width * 0.92, color.WithAlpha(0.28));
                if (accuracy.Ood is { } ood && Types[type].Of(ood) is { } outside)
                {
                    AddBar(plot, at, outside, width * 0.56, color);
                    if (shown.Count > MostLabelled) continue;
                    string label = outside.ToString("0", CultureInfo.InvariantCulture);
                    PlotStyle.AddText(plot, label, at, 1.5, PictureTheme.InkOn(color), Alignment.LowerCenter, 11);
                }
            }
        }
        PlotStyle.Words(plot.Axes.Bottom, [.. Types.Select(type => type.Name)]);
        plot.Axes.SetLimitsX(-0.5, Types.Length - 0.5);
        PlotStyle.Accuracy(plot);
        PlotStyle.LegendBelow(plot,
        [
            .. shown.Select(m => PlotStyle.Swatch(theme.Model(m.Index), m.Model.Id)),
            PlotStyle.Swatch(theme.Neutral, "narrow: OOD"), PlotStyle.Swatch(theme.Neutral.WithAlpha(0.35), "wide, pale: ID"),
        ]);
        return plot;
    }

    private static void AddBar(Plot plot, double at, double value, double width, Color color) => plot.Add.Bar(new Bar
    {
        Position = at, Value = value, Size = width, FillColor = color, LineWidth = 0,
    });
}
