using Espalier.Paper.Comparisons;
using static Espalier.Paper.Comparisons.Compare;
using static Espalier.Paper.PaperModels;

namespace Espalier.Paper.Claims;

/// <summary>Which objectives debias, and in which stage (Si et al. 2023, figures 3 and 7, table 1).</summary>
internal static class ObjectiveClaims
{
    public static IReadOnlyList<PaperClaim> All { get; } =
    [
        new(5, "Of full models, lmh is above lpf, and lpf above bce.",
        [
            Above(Core("full lmh"), Core("full lpf"), Measure.Ood) with { Paper = "+0.87" },
            Above(Core("full lpf"), Core("full bce"), Measure.Ood) with { Paper = "+14.67" },
        ]),
        new(7, "Without the debiasing objective in stage 2, accuracy falls even after a debiased stage 1, on average over 10 to 90 % sparsity.",
            [Above(Core("lmh+lmh"), Core("lmh+bce"), Measure.Ood, Sparsities)]),
        new(8, "As the only debiasing objective of a subnetwork, lmh is above lpf and rubi, on average over 10 to 90 % sparsity.",
        [
            Above(Mixed("lmh+lmh"), Mixed("lpf+lpf"), Measure.Ood, Sparsities), Above(Mixed("lmh+lmh"), Mixed("rubi+rubi"), Measure.Ood, Sparsities),
        ]),
        new(9, "Before lmh in stage 2, lmh in stage 1 is better than bce on average over 10, 30 and 70 % sparsity, and worse at 90 %.",
        [
            Above(Core("lmh+lmh"), Core("bce+lmh"), Measure.Ood, 0.1, 0.3, 0.7), Above(Core("bce+lmh"), Core("lmh+lmh"), Measure.Ood, 0.9),
        ]),
        new(12, "On average over sparsities lpf+lmh is above rubi+lmh, that above lmh+lmh, and that above lmh+rubi and lmh+lpf; on VisualBERT too lpf+lmh is best.",
        [
            Above(Core("lpf+lmh"), Core("rubi+lmh"), Measure.Ood, Sparsities), Above(Core("rubi+lmh"), Core("lmh+lmh"), Measure.Ood, Sparsities),
            Above(Mixed("lmh+lmh"), Mixed("lmh+rubi"), Measure.Ood, Sparsities), Above(Core("lmh+lmh"), Core("lmh+lpf"), Measure.Ood, Sparsities),
            .. Pairs.Where(pair => pair != "lpf+lmh").Select(BestOnVisualBert),
        ]),
    ];

    private static Comparison BestOnVisualBert(string other)
    {
        Comparison comparison = Above(VisualBert("lpf+lmh"), VisualBert(other), Measure.Ood, 0.5, 0.7);
        return comparison with { What = $"VisualBERT: {comparison.What}" };
    }

    private static PaperCurve Mixed(string pair) => new(PaperSweeps.Mixed, pair);

    private static PaperCurve VisualBert(string pair) => new(PaperSweeps.VisualBert, pair);
}
