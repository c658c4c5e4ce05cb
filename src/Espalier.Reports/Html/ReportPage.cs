using System.Xml.Linq;
using Espalier.Metrics;
using Espalier.Reports.Tables;
using Espalier.Tables;
using static Espalier.Reports.Html.Markup;

namespace Espalier.Reports.Html;

/// <summary>The page as a whole.</summary>
internal static class ReportPage
{
    public static string Text(
        RunSummary summary, ReportData data, HtmlReportOptions options, ReportPictures pictures, ExampleImages images, string? missing) =>
        Markup.Text(El("html", At("lang", "en"),
            El("head",
                El("meta", At("charset", "utf-8")),
                El("meta", At("name", "viewport"), At("content", "width=device-width, initial-scale=1")),
                El("meta", At("name", "color-scheme"), At("content", "light dark")),
                El("title", $"{summary.Name}: report"),
                El("link", At("rel", "icon"), At("href", "data:,")),
                El("style", ReportStyle.Text(summary.Models.Count))),
            El("body", El("main",
                Header(summary, data),
                missing is null ? null : El("p", Class("notice"), missing),
                summary.SelectedOnTest ? El("p", Class("notice"), ProtocolText.SelectedOnTest(summary)) : null,
                Comparison(summary, data, pictures),
                Priors(pictures),
                Examples(summary, data, options, images),
                Sparsity(summary, data, pictures),
                Curves(pictures),
                Protocol(summary, data),
                Recipe(options),
                Machine(summary, options)))));

    private static XElement Header(RunSummary summary, ReportData data) => El("header",
        El("p", Class("kicker"), "Espalier run"),
        El("h1", summary.Name),
        El("p", Class("verdict"), Verdict.Of(summary)),
        El("p", Class("facts"), string.Join(" · ", new[]
        {
            $"backbone {summary.Backbone}", $"seed {summary.Seed}", $"selected on {summary.SelectedOn}", data.DataSet,
        }.Where(fact => !string.IsNullOrEmpty(fact)))));

    private static XElement Comparison(RunSummary summary, ReportData data, ReportPictures pictures) => Section("comparison", "Comparison",
        TableMarkup.Of(ReportTables.Accuracy(summary, data.PriorAccuracy)),
        El("p", Class("small"), "The best of each column is bold. The gap says how much a model loses when answers are no longer ",
            "distributed as in training; it is small for a model that does not lean on the prior, and for one that is bad everywhere: ",
            "read it beside the accuracies."),
        pictures.Comparison.Take(1).Select(FigureMarkup.Of),
        ShortcutTables.Models(summary, data.PriorAccuracy) is { } shortcuts ? TableMarkup.Of(shortcuts) : null,
        TableMarkup.Of(ReportTables.Cost(summary)),
        El("p", Class("small"), "Sparsity is the fraction of zeros among the prunable weights. M stands for 2²⁰, as in the literature.",
            ReportTables.HasPacked(summary) ? null : " How large and how fast a model is without its zeros, its packed file shows (espalier export esp); "
                + "espalier bench compare measures such models and torch side by side."),
        pictures.Comparison.Skip(1).Select(FigureMarkup.Of));

    private static XElement? Priors(ReportPictures pictures) => pictures.Priors.Count == 0 ? null :
        Section("priors", "What models learn from the prior",
            El("p", "For the question types whose answers change most between training and test: how answers are distributed in training ",
                "and at test, and what the models answer at test. A bar that looks like training is a model that repeats it."),
            El("div", Class("grid"), pictures.Priors.Select(FigureMarkup.Of)));

    private static XElement? Examples(RunSummary summary, ReportData data, HtmlReportOptions options, ExampleImages images)
    {
        List<ReportExample> shown = [.. data.Examples.Take(options.MaximumExamples)];
        if (shown.Count == 0) return null;
        bool boxes = shown.Any(example => example.Boxes.Count > 0);
        return Section("examples", "Questions and answers",
            El("p", "Test questions with what people said, what was most frequent in training for this type of question, and what each ",
                "model answers. “prior” marks an answer that repeats the training favourite although it is not right. ",
                "Examples are chosen to show where models differ; they are no sample of the test."),
            data.Contrast is { } contrast ? El("p", HowOften(contrast)) : null,
            boxes ? RegionSwitch() : null,
            El("div", Class("cards"), shown.Select(example => ExampleMarkup.Of(example, summary, images))));
    }

    private static string HowOften(ReportContrast contrast) =>
        $"Of {Show.Count(contrast.Questions)} test questions, {contrast.Debiased} is fully right on {Show.Count(contrast.Gained)} that " +
        $"{contrast.Biased} gets wrong, and wrong on {Show.Count(contrast.Lost)} that {contrast.Biased} has fully right.";

    // The style sheet shows the regions while the box is checked.
    private static XElement RegionSwitch() => El("label", Class("toggle"),
        El("input", At("type", "checkbox"), At("id", "regions")), " show the regions that the models see");

    private static XElement? Sparsity(RunSummary summary, ReportData data, ReportPictures pictures)
    {
        ReportTable? table = ReportTables.Modalities(summary);
        if (table is null && data.Sparsity.Count == 0) return null;
        return Section("sparsity", "Where the zeros are",
            table is null ? null : TableMarkup.Of(table),
            El("div", Class("grid"), pictures.Sparsity.Select(FigureMarkup.Of)),
            data.Sparsity.Select(sparsity => El("details", El("summary", $"All matrices of {sparsity.Model}"),
                TableMarkup.Of(MatrixTable.Of(sparsity)))));
    }

    private static XElement? Curves(ReportPictures pictures) => pictures.Curves.Count == 0 ? null : Section("curves", "Training",
        El("div", Class("grid"), pictures.Curves.Select(FigureMarkup.Of)));

    private static XElement Protocol(RunSummary summary, ReportData data) => Section("protocol", "Protocol",
        ProtocolText.Of(summary).Select(sentence => El("p", sentence)),
        data.Questions.Count == 0 ? null : TableMarkup.Pairs(
            "Questions in each part", data.Questions.Select(part => (part.Key, Show.Count(part.Value)))));

    private static XElement? Recipe(HtmlReportOptions options) => options.EffectiveRecipe is not { } recipe ? null :
        Section("recipe", "Recipe",
            El("p", "The settings that took effect. A key that is not here has its default; espalier validate prints them all."), El("pre", At("tabindex", "0"), recipe.Trim()));

    private static XElement Machine(RunSummary summary, HtmlReportOptions options)
    {
        RunSeconds seconds = summary.Seconds;
        return Section("machine", "Time and machine",
            TableMarkup.Pairs("Wall-clock seconds",
            [
                ("data", Show.Seconds(seconds.Data)), ("pre-training", Show.Seconds(seconds.Pretrain)),
                ("stage 1", Show.Seconds(seconds.Stage1)), ("stage 2", Show.Seconds(seconds.Stage2)),
                ("stage 3", Show.Seconds(seconds.Stage3)), ("evaluation", Show.Seconds(seconds.Evaluate)),
                ("most memory held", Show.Bytes(summary.PeakRssBytes)),
            ]),
            options.Environment.Count == 0 ? null : TableMarkup.Pairs(
                "Environment", options.Environment.Select(pair => (pair.Key, pair.Value))));
    }
}
