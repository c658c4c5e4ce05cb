using Espalier.Reports.Pictures;

namespace Espalier.Reports.Html;

/// <summary>The page's style sheet: the file report.css, and a colour for each model.</summary>
internal static class ReportStyle
{
    public static string Text(int models)
    {
        using Stream stream = typeof(ReportStyle).Assembly.GetManifestResourceStream("report.css")!;
        using StreamReader reader = new(stream);
        return $$"""
            {{reader.ReadToEnd()}}
            {{Swatches(PictureTheme.Light, models)}}
            @media screen and (prefers-color-scheme: dark) { {{Swatches(PictureTheme.Dark, models)}} }

            """;
    }

    private static string Swatches(PictureTheme theme, int models) =>
        string.Join('\n', Enumerable.Range(0, models).Select(i => $".m{i} {{ background: {theme.Model(i).ToHex()}; }}"));
}
