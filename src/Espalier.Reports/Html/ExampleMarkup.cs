using System.Globalization;
using System.Xml.Linq;
using Espalier.Metrics;
using static Espalier.Reports.Html.Markup;

namespace Espalier.Reports.Html;

/// <summary>A card for one question: its picture, what people say, what training would say, what each model says.</summary>
internal static class ExampleMarkup
{
    private const int MostBoxes = 36, MostAnswers = 4;

    public static XElement Of(ReportExample example, RunSummary summary, ExampleImages images) => El("article", Class("card"),
        Scene(example, images),
        El("div", Class("card-text"),
            El("h3", example.Question),
            El("dl",
                El("dt", $"people ({example.HumanAnswers.Count})"), El("dd", People(example.HumanAnswers)),
                El("dt", "most frequent in training"), El("dd", El("b", example.Prior.Answer), Share(example.Prior.Probability, " of “"),
                    example.Prior.Probability is null ? null : example.QuestionType + "”")),
            El("ul", Class("answers"), summary.Models.Select((model, i) => Answer(example, model.Id, i)))));

    private static XElement Scene(ReportExample example, ExampleImages images)
    {
        if (images.Load(example.Image) is not var (address, width, height))
            return El("div", Class("scene none"), El("span", "picture not available"));
        return El("div", Class("scene"),
            El("img", At("src", address), At("alt", $"The picture of the question: {example.Question}"),
                At("width", width), At("height", height), At("loading", "lazy")),
            example.Boxes.Count == 0 ? null : El("svg", Class("regions"), At("viewBox", "0 0 1 1"), At("preserveAspectRatio", "none"),
                At("aria-hidden", "true"), example.Boxes.Take(MostBoxes).Select(Box)));
    }

    private static XElement Box(IReadOnlyList<float> box) => El("rect",
        At("x", Number(box[0])), At("y", Number(box[1])),
        At("width", Number(Math.Max(0, box[2] - box[0]))), At("height", Number(Math.Max(0, box[3] - box[1]))));

    private static XElement? Answer(ReportExample example, string model, int place)
    {
        if (!example.Answers.TryGetValue(model, out ReportAnswer? answer)) return null;
        bool follows = answer.Score < 1 && answer.Answer == example.Prior.Answer;
        (string kind, string mark) = answer.Score switch
        {
            >= 1 => ("right", "right"),
            > 0 => ("partly", $"scores {answer.Score.ToString("0.0", CultureInfo.InvariantCulture)}"),
            _ => ("wrong", "wrong"),
        };
        return El("li", TableMarkup.Swatch(place), El("span", Class("who"), model), El("b", answer.Answer), Share(answer.Probability, ""),
            " ", El("span", Class($"mark {kind}"), mark), follows ? " " : null, follows ? El("span", Class("mark prior"), "prior") : null);
    }

    private static string People(IReadOnlyList<string> answers) => string.Join(", ", answers
        .GroupBy(answer => answer).OrderByDescending(group => group.Count()).Take(MostAnswers)
        .Select(group => $"{group.Key} ({group.Count()})"));

    private static string? Share(double? share, string after) => share is { } value
        ? $", {(value * 100).ToString("0", CultureInfo.InvariantCulture)}\u00a0%{after}"
        : null;

    private static string Number(float value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
