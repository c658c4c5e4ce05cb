using System.Xml.Linq;
using Espalier.Metrics;
using Espalier.Reports.Html;
using SkiaSharp;

namespace Espalier.Reports.Tests;

public sealed class HtmlReportTests(SampleRun run) : IClassFixture<SampleRun>, IDisposable
{
    private const string Hostile = "<script>alert('x')</script>\"&amp;\u0000\uD800]]>";

    private readonly string folder = Directory.CreateTempSubdirectory("espalier-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Sections_come_in_their_order()
    {
        XElement page = run.Page;
        Assert.Equal("quickstart", page.Descendants("h1").Single().Value);
        Assert.Equal(Verdict.Of(Sample.Summary()), WithClass(page, "verdict").Single().Value);
        Assert.Equal(
            ["comparison", "priors", "examples", "sparsity", "curves", "protocol", "recipe", "machine"],
            page.Descendants("h2").Select(heading => heading.Attribute("id")!.Value));
    }

    [Fact]
    public void The_comparison_has_headings_colours_and_marks_the_best()
    {
        XElement table = run.Page.Descendants("table").First();
        Assert.Equal(11, table.Descendants("thead").Single().Elements("tr").Last().Elements("th").Count());
        Assert.All(table.Element("tbody")!.Elements("tr"), row => Assert.Equal("row", row.Elements("th").Single().Attribute("scope")!.Value));
        Assert.Equal(
            ["78.91 (best)", "86.20 (best)", "61.04 (best)", "80.77 (best)", "81.13 (best)", "64.58 (best)", "50.02 (best)", "61.73 (best)"],
            WithClass(table, "best").Select(cell => cell.Value));
        Assert.Equal(6, WithClass(table, "swatch").Count());
    }

    [Fact]
    public void Every_picture_carries_its_bytes_and_a_description()
    {
        List<XElement> images = [.. run.Page.Descendants("img")];
        Assert.Equal(10, images.Count);
        Assert.All(images, image =>
        {
            Assert.StartsWith("data:image/", image.Attribute("src")!.Value, StringComparison.Ordinal);
            Assert.True(image.Attribute("alt")!.Value.Length > 20);
        });
    }

    [Fact]
    public void The_page_asks_nothing_of_the_network()
    {
        Assert.DoesNotContain("http://", run.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://", run.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", run.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", run.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Text_from_outside_stays_text()
    {
        (RunSummary summary, ReportData data) = (Sample.Summary(), Sample.Data());
        summary = summary with
        {
            Name = Hostile, Recipe = Hostile, SelectedOn = Hostile, Models = [summary.Models[0] with { Id = Hostile }],
        };
        data = data with
        {
            DataSet = Hostile, Questions = new Dictionary<string, int> { [Hostile] = 1 },
            Priors = [data.Priors[0] with { QuestionType = Hostile, Answers = [Hostile, Hostile, Hostile, Hostile, Hostile] }],
            Sparsity = [new ReportSparsity(Hostile, [new ReportMatrix(Hostile, Hostile, 2, 2, 1)])],
            Examples =
            [
                data.Examples[0] with
                {
                    Question = Hostile, QuestionType = Hostile, Image = Hostile, HumanAnswers = [Hostile],
                    Prior = new ReportAnswer(Hostile, 1, 0),
                    Answers = new Dictionary<string, ReportAnswer> { [Hostile] = new(Hostile, 1, 0) },
                },
            ],
            Curves = [data.Curves[0] with { Model = Hostile, Part = Hostile, Measure = Hostile }],
        };
        HtmlReportOptions options = Options() with { EffectiveRecipe = Hostile, Environment = [new(Hostile, Hostile)] };
        string text = Text(summary, data, options);
        Assert.Empty(Parsed(text).Descendants("script"));
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("<script>alert('x')</script>\"&amp;\uFFFD\uFFFD]]>", Parsed(text).Descendants("h1").Single().Value);
    }

    [Fact]
    public void A_missing_or_broken_picture_leaves_a_note()
    {
        File.WriteAllText(Path.Combine(folder, "broken.png"), "no picture");
        ReportExample example = Sample.Data().Examples[0];
        string?[] images = ["nowhere.png", "broken.png", null];
        XElement page = Page(Cheap(), new ReportData { Examples = [.. images.Select(image => example with { Image = image })] });
        Assert.Equal(3, WithClass(page, "scene none").Count());
    }

    [Fact]
    public void A_large_picture_is_made_smaller()
    {
        using (SKBitmap large = new(1200, 600))
        using (FileStream file = File.Create(Path.Combine(folder, "large.png"))) large.Encode(file, SKEncodedImageFormat.Png, 100);
        XElement scene = WithClass(
            Page(Cheap(), new ReportData { Examples = [Sample.Data().Examples[0] with { Image = "large.png" }] }), "scene").Single();
        Assert.Equal(("360", "180"), (scene.Element("img")!.Attribute("width")!.Value, scene.Element("img")!.Attribute("height")!.Value));
        Assert.Equal(2, scene.Descendants("rect").Count());
    }

    [Fact]
    public void A_model_that_repeats_the_prior_is_marked()
    {
        XElement card = run.Page.Descendants("article").First();
        Assert.Equal("full bce", WithClass(WithClass(card, "mark prior").Single().Parent!, "who").Single().Value);
    }

    [Fact]
    public void Examples_say_how_often_models_differ() => Assert.Contains(run.Page.Descendants("p"), paragraph => paragraph.Value ==
        "Of 3,000 test questions, lpf+lmh is fully right on 1,204 that full bce gets wrong, and wrong on 318 that full bce has fully right.");

    [Fact]
    public void Selection_on_the_test_set_is_said_at_the_top()
    {
        Assert.Empty(WithClass(Page(Cheap(), new ReportData()), "notice"));
        XElement page = Page(Cheap() with { SelectedOn = "test-ood" }, new ReportData());
        Assert.Contains("imitates published practice", WithClass(page, "notice").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Milliseconds_of_models_that_do_the_same_work_are_one_figure_with_their_range()
    {
        double[] milliseconds = [2.27, 26.71, 2.16];
        RunSummary summary = Cheap() with
        {
            Models = [.. milliseconds.Select((ms, i) => Cheap().Models[0] with { Id = $"model {i}", LatencyMs = new ModelLatency(ms, null) })],
        };
        XElement page = Page(summary, new ReportData());
        Assert.Contains(page.Descendants("p"), paragraph => paragraph.Value.StartsWith(
            "With torch, a question alone in its batch took 2.27 ms on the machine named below, the median over the models, from 2.16 to 26.7.", StringComparison.Ordinal));
        Assert.DoesNotContain(page.Descendants("td"), cell => cell.Value.StartsWith("2.16", StringComparison.Ordinal));
    }

    [Fact]
    public void How_to_measure_packed_models_is_said_where_they_were_not()
    {
        Assert.Contains("espalier bench compare", Page(Cheap(), new ReportData()).Value, StringComparison.Ordinal);
        Assert.DoesNotContain("espalier bench compare", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_header_takes_no_model_for_the_recipe() =>
        Assert.StartsWith("backbone lxmert · seed 49 · ", WithClass(run.Page, "facts").Single().Value, StringComparison.Ordinal);

    [Fact]
    public void A_run_folder_becomes_a_page_with_pictures_beside_it()
    {
        Assert.Equal("seed: 49", run.Page.Descendants("pre").Single().Value);
        Assert.Contains(run.Page.Descendants("tr"), row => row.Value == "cpu.flagsa, b");
        Assert.Contains(run.Page.Descendants("tr"), row => row.Value == "commitnot known");
        Assert.Equal(10, Directory.GetFiles(Path.Combine(run.Folder, "pictures"), "*.png").Length);
    }

    [Fact]
    public void A_folder_without_a_run_is_bad_input() => Assert.Throws<InputException>(() => HtmlReport.WriteRun(folder));

    // Without accuracies there is nothing to draw.
    private static RunSummary Cheap() => Sample.Summary() with { Models = [Sample.Model("full bce", 1, "bce", 0, null, null)] };

    private static HtmlReportOptions Options() => new()
    {
        EffectiveRecipe = "name: quickstart\nseed: 49\n", Environment = [new("threads", "2")], WritePictures = false,
    };

    private XElement Page(RunSummary summary, ReportData data, HtmlReportOptions? options = null) => Parsed(Text(summary, data, options));

    private string Text(RunSummary summary, ReportData data, HtmlReportOptions? options)
    {
        string path = Path.Combine(folder, "report.html");
        HtmlReport.Write(path, summary, data, (options ?? Options()) with { RunFolder = folder });
        return File.ReadAllText(path);
    }

    private static XElement Parsed(string text) => XDocument.Parse(text).Root!;

    private static IEnumerable<XElement> WithClass(XElement root, string name) =>
        root.Descendants().Where(element => $" {element.Attribute("class")?.Value} ".Contains($" {name} ", StringComparison.Ordinal));
}
