using Espalier.Paper.Comparisons;
using static Espalier.Paper.Comparisons.Compare;

namespace Espalier.Paper.Claims;

/// <summary>Which objectives debias, and in which stage (Si et al. 2023, figures 3 and 7, table 1).</summary>
internal static class ObjectiveClaims
{
    private static readonly double[] Sparsities = [0.1, 0.3, 0.5, 0.7, 0.9], Visual = [0.5, 0.7];

    public static IReadOnlyList<PaperClaim> All { get; } =
    [
        new(5, "Of full models, lmh is above lpf, and lpf above bce.",
        [
            Above(Core("full lmh"), Core("full lpf"), Measure.Ood) with { Paper = "+0.87" },
            Above(Core("full lpf"), Core("full bce"), Measure.Ood) with { Paper = "+14.67" },
        ]),
        new(7, "Without the debiasing objective in stage 2, accuracy falls even after a debiased stage 1.",
            [Above(Core("lmh+lmh"), Core("lmh+bce"), Measure.Ood, Sparsities)]),
        new(8, "As the only debiasing objective of a subnetwork, lmh is above lpf and rubi.",
        [
            Above(Core("lmh+lmh"), Mixed("lpf+lpf"), Measure.Ood, Sparsities), Above(Core("lmh+lmh"), Mixed("rubi+rubi"), Measure.Ood, Sparsities),
        ]),
        new(9, "Before lmh in stage 2, lmh in stage 1 is better than bce at 10, 30 and 70 % sparsity, and slightly worse at 90 %.",
        [
            Above(Core("lmh+lmh"), Core("bce+lmh"), Measure.Ood, 0.1, 0.3, 0.7), Above(Core("bce+lmh"), Core("lmh+lmh"), Measure.Ood, 0.9),
        ]),
        new(12, "Mixed objectives are best, the better one last: lpf+lmh, then rubi+lmh, then lmh+lmh, then lmh+rubi and lmh+lpf; on VisualBERT too lpf+lmh is best.",
        [
            Above(Core("lpf+lmh"), Core("rubi+lmh"), Measure.Ood, Sparsities), Above(Core("rubi+lmh"), Core("lmh+lmh"), Measure.Ood, Sparsities),
            Above(Core("lmh+lmh"), Mixed("lmh+rubi"), Measure.Ood, Sparsities), Above(Core("lmh+lmh"), Core("lmh+lpf"), Measure.Ood, Sparsities),
            .. new[] { "bce+bce", "bce+lmh", "lmh+bce", "lmh+lmh", "rubi+lmh", "lmh+lpf" }.Select(BestOnVisualBert),
        ]),
    ];

    private static Comparison BestOnVisualBert(string other)
    {
        Comparison comparison = Above(VisualBert("lpf+lmh"), VisualBert(other), Measure.Ood, Visual);
        return comparison with { What = $"VisualBERT: {comparison.What}" };
    }

    private static PaperCurve Core(string pair) => new(PaperSweeps.Core, pair);

    private static PaperCurve Mixed(string pair) => new(PaperSweeps.Mixed, pair);

    private static PaperCurve VisualBert(string pair) => new(PaperSweeps.VisualBert, pair);
}
