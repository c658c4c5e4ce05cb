using System.Globalization;
using Espalier.Metrics;
using Espalier.Splits;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Espalier.Reports.Pictures;

/// <summary>
/// What a changing-prior split did to the answers: how far each question type shifted, and the most shifted ones in full.
/// </summary>
public static class SplitPictures
{
    private const int MostTypes = 20, MostPriors = 6, RowHeight = 24;

    // Fewer questions than this show chance.
    private const int FewestQuestions = 20;

    /// <summary>
    /// Draws the overview and the most shifted question types; none if no type has enough questions in train and test-ood.
    /// </summary>
    public static IReadOnlyList<Picture> Draw(SplitReport report)
    {
        List<PriorShift> types = [.. report.Types.Where(type => type.Train >= FewestQuestions && type.TestOod >= FewestQuestions)];
        if (types.Count == 0) return [];
        List<PriorShift> shifted = [.. types.OrderByDescending(type => type.Divergence)];
        List<PriorShift> frequent = [.. types.OrderByDescending(type => type.Train + type.TestOod).Take(MostTypes)];
        return
        [
            Overview([.. frequent.OrderByDescending(type => type.Divergence)]),
            .. shifted.Take(MostPriors).Select((type, i) => PriorPictures.Draw([], Prior(type), $"split-prior-{i + 1}")),
        ];
    }

    private static Picture Overview(List<PriorShift> types)
    {
        const string title = "How far answers shift, by question type";
        string description = string.Join("; ", types.Select(type =>
            string.Create(CultureInfo.InvariantCulture, $"{type.QuestionType}: {type.Divergence:0.00}")));
        return Picture.Draw("split-shift", title, $"Bars of the Jensen-Shannon divergence between training and test-ood. {description}.",
            760, 150 + RowHeight * types.Count, theme => Plot(theme, title, types));
    }

    private static Plot Plot(PictureTheme theme, string title, List<PriorShift> types)
    {
        Plot plot = PlotStyle.New(theme, title);
        for (int i = 0; i < types.Count; i++)
        {
            var bar = plot.Add.Rectangle(0, types[i].Divergence, -i - 0.36, -i + 0.36);
            bar.FillColor = theme.Model(0);
            bar.LineWidth = 0;
            if (double.IsFinite(types[i].ValidationDivergence))
                plot.Add.Marker(types[i].ValidationDivergence, -i).MarkerStyle = Ring(theme);
        }
        plot.Axes.Left.TickGenerator = new NumericManual(
            [.. types.Select((_, i) => (double)-i)], [.. types.Select(type => PlotStyle.Short(type.QuestionType))]);
        PlotStyle.Numbers(plot.Axes.Bottom, 0, 0.2, 0.4, 0.6, 0.8, 1);
        plot.Axes.Bottom.Label.Text = "Jensen-Shannon divergence (bits; 0 the same, 1 disjoint)";
        plot.Grid.XAxisStyle.IsVisible = true;
        plot.Grid.YAxisStyle.IsVisible = false;
        plot.Axes.SetLimits(0, 1, 0.6 - types.Count, 0.6);
        PlotStyle.LegendBelow(plot,
        [
            PlotStyle.Swatch(theme.Model(0), "train to test-ood"),
            new LegendItem { LabelText = "train to validation-ood", LineWidth = 0, MarkerStyle = Ring(theme) },
        ]);
        return plot;
    }

    private static MarkerStyle Ring(PictureTheme theme) => new(MarkerShape.FilledCircle, 10, theme.Background)
    {
        OutlineColor = theme.Model(1), OutlineWidth = 2.5f,
    };

    private static ReportPrior Prior(PriorShift type)
    {
        List<AnswerShift> answers = [.. type.Answers.OrderByDescending(answer => answer.Before)];
        return new ReportPrior
        {
            QuestionType = type.QuestionType, Shift = type.Divergence, TrainQuestions = type.Train, TestQuestions = type.TestOod,
            Answers = [.. answers.Select(answer => answer.Answer)], Train = [.. answers.Select(answer => answer.Before)],
            Test = [.. answers.Select(answer => answer.After)], Predicted = new Dictionary<string, IReadOnlyList<double>>(),
        };
    }
}
