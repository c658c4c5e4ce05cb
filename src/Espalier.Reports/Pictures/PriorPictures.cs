using System.Globalization;
using Espalier.Metrics;
using ScottPlot;

namespace Espalier.Reports.Pictures;

/// <summary>
/// For each of the most shifted question types, one stacked bar for training, test and each model: whether a model answers as the
/// test asks or as training was can be seen at a glance.
/// </summary>
public static class PriorPictures
{
    private const int MostPictures = 6, MostAnswers = 8;

    // About so many letters fit into a bar; a word cut to fewer than a few says nothing.
    private const int LettersInBar = 66, FewestLetters = 6;

    /// <summary>Draws them, the most shifted type first.</summary>
    /// <param name="summary">Gives the models and their order.</param>
    /// <param name="priors">The distributions.</param>
    public static IReadOnlyList<Picture> Draw(RunSummary summary, IReadOnlyList<ReportPrior> priors) =>
        [.. priors.Take(MostPictures).Select((prior, i) => Draw(summary.Models, prior, $"prior-{i + 1}"))];

    internal static Picture Draw(IReadOnlyList<ModelSummary> models, ReportPrior prior, string name)
    {
        List<(string Name, IReadOnlyList<double> Shares)> rows = [("training", prior.Train), ("test, OOD", prior.Test)];
        foreach (ModelSummary model in models)
        {
            if (prior.Predicted.TryGetValue(model.Id, out IReadOnlyList<double>? shares)) rows.Add((model.Id, shares));
        }
        string title = $"“{PlotStyle.Short(prior.QuestionType, 34)}”: answers in training, at test, by model";
        if (rows.Count == 2) title = $"“{PlotStyle.Short(prior.QuestionType, 34)}”: answers in training and at test";
        string description = string.Join("; ", rows.Select(row => $"{row.Name}: {Listed(prior.Answers, row.Shares)}"));
        return Picture.Draw(name, title, $"Stacked bars of the share of each answer. {description}.", 620, 96 + 34 * rows.Count,
            theme => Plot(theme, title, prior, rows));
    }

    private static Plot Plot(PictureTheme theme, string title, ReportPrior prior, List<(string Name, IReadOnlyList<double> Shares)> rows)
    {
        Plot plot = PlotStyle.New(theme, title);
        int answers = Math.Min(prior.Answers.Count, MostAnswers);
        for (int row = 0; row < rows.Count; row++)
        {
            // Models stand a little apart from what the data says.
            double y = Place(row, rows.Count);
            double start = 0;
            for (int i = 0; i < answers; i++)
            {
                double share = rows[row].Shares[i];
                AddPiece(plot, theme, y, start, start + share, theme.Answer(i, prior.Answers[i]), prior.Answers[i]);
                start += share;
            }
            if (start < 0.995) AddPiece(plot, theme, y, start, 1, theme.Rest, "others");
        }
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. rows.Select((_, i) => Place(i, rows.Count))], [.. rows.Select(row => PlotStyle.Short(row.Name))]);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"]);
        plot.Axes.Bottom.Label.Text = string.Create(CultureInfo.InvariantCulture,
            $"share of answers (%), {prior.TrainQuestions:N0} training and {prior.TestQuestions:N0} test questions");
        plot.Axes.Bottom.FrameLineStyle.Width = 0;
        plot.HideGrid();
        plot.Axes.SetLimits(0, 1, -0.6, Place(0, rows.Count) + 0.6);
        plot.Axes.Title.Label.FontSize = 14;
        return plot;
    }

    private static double Place(int row, int rows) => rows - 1 - row + (row < 2 && rows > 2 ? 0.35 : 0);

    private static void AddPiece(Plot plot, PictureTheme theme, double y, double from, double to, Color color, string answer)
    {
        if (to <= from) return;
        var piece = plot.Add.Rectangle(from, to, y - 0.4, y + 0.4);
        piece.FillColor = color;
        piece.LineColor = theme.Background;
        piece.LineWidth = 1.5f;
        int letters = (int)((to - from) * LettersInBar);
        if (answer.Length > letters && letters < FewestLetters) return;
        PlotStyle.AddText(plot, PlotStyle.Short(answer, letters), (from + to) / 2, y, PictureTheme.InkOn(color), Alignment.MiddleCenter);
    }

    private static string Listed(IReadOnlyList<string> answers, IReadOnlyList<double> shares) => string.Join(", ",
        answers.Take(MostAnswers).Select((answer, i) => string.Create(CultureInfo.InvariantCulture, $"{answer} {shares[i] * 100:0} %")));
}
