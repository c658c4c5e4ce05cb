using Espalier.Metrics;
using Espalier.Reports.Pictures;

namespace Espalier.Reports.Html;

/// <summary>The pictures of a page, by the section that shows them.</summary>
internal sealed record ReportPictures(
    IReadOnlyList<Picture> Comparison, IReadOnlyList<Picture> Priors, IReadOnlyList<Picture> Sparsity, IReadOnlyList<Picture> Curves)
{
    public static ReportPictures None { get; } = new([], [], [], []);

    public IEnumerable<Picture> All => Comparison.Concat(Priors).Concat(Sparsity).Concat(Curves);

    public static ReportPictures Draw(RunSummary summary, ReportData data) => new(
        [.. new[] { AccuracyPicture.Draw(summary), TradeOffPicture.Draw(summary) }.OfType<Picture>()],
        PriorPictures.Draw(summary, data.Priors),
        [.. data.Sparsity.Select((sparsity, i) => SparsityPicture.Draw(sparsity, $"sparsity-{i + 1}")).OfType<Picture>()],
        CurvePictures.Draw(summary, data.Curves));
}
