using Espalier.Metrics;
using Espalier.Reports.Pictures;
using Microsoft.Extensions.Logging;

namespace Espalier.Reports.Html;

/// <summary>
/// Writes a run's report: one page that carries its style and its pictures with it and asks nothing of the network.
/// </summary>
public static class HtmlReport
{
    /// <summary>Writes the page, whole or not at all, and its pictures.</summary>
    /// <param name="path">The page's file, usually <c>report.html</c> in the run folder.</param>
    /// <param name="summary">The run's numbers.</param>
    /// <param name="data">What else to show.</param>
    /// <param name="options">Recipe, environment and limits.</param>
    /// <remarks>On a machine without any font the page comes without pictures and says so.</remarks>
    public static void Write(string path, RunSummary summary, ReportData data, HtmlReportOptions? options = null)
    {
        options ??= new HtmlReportOptions();
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        ReportPictures pictures = ReportPictures.None;
        string? missing = null;
        try
        {
            pictures = ReportPictures.Draw(summary, data);
        }
        catch (FontMissingException error)
        {
            missing = error.Message;
            options.Logger.LogWarning("{Message}", error.Message);
        }
        if (options.WritePictures)
        {
            foreach (Picture picture in pictures.All) picture.Save(Path.Combine(folder, "pictures"));
        }
        ExampleImages images = new(options.RunFolder ?? folder, options.Logger);
        AtomicFile.WriteAllText(path, ReportPage.Text(summary, data, options, pictures, images, missing));
    }

    /// <summary>Writes <c>report.html</c> into a run folder from the files that the run has left there.</summary>
    /// <param name="folder">Holds summary.json and, as far as they exist, report-data.json, effective.yaml and environment.json.</param>
    /// <param name="logger">Is told what could not be shown.</param>
    /// <returns>The page's file.</returns>
    /// <exception cref="InputException">summary.json is missing, or one of the files is not what it should be.</exception>
    public static string WriteRun(string folder, ILogger? logger = null)
    {
        RunSummary summary = RunSummary.Load(Path.Combine(folder, "summary.json"));
        string data = Path.Combine(folder, "report-data.json"), recipe = Path.Combine(folder, "effective.yaml");
        HtmlReportOptions options = new()
        {
            RunFolder = folder,
            EffectiveRecipe = File.Exists(recipe) ? File.ReadAllText(recipe) : null,
            Environment = EnvironmentFile.Read(Path.Combine(folder, "environment.json")),
        };
        if (logger is not null) options = options with { Logger = logger };
        string page = Path.Combine(folder, "report.html");
        Write(page, summary, File.Exists(data) ? ReportData.Load(data) : new ReportData(), options);
        return page;
    }
}
