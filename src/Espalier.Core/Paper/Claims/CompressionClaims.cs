using Espalier.Paper.Comparisons;
using static Espalier.Paper.Comparisons.Compare;

namespace Espalier.Paper.Claims;

/// <summary>What compression does to bias, by mask training and by magnitude pruning (Si et al. 2023, figures 1 and 13, table 1).</summary>
internal static class CompressionClaims
{
    private static readonly double[] All10To90 = [0.1, 0.3, 0.5, 0.7, 0.9], To70 = [0.1, 0.3, 0.5, 0.7], To50 = [0.1, 0.3, 0.5], Masks = [0.3, 0.5, 0.7, 0.9];

    private static readonly string[] Pairs = ["bce+bce", "bce+lmh", "lmh+bce", "lmh+lmh", "lpf+lmh", "rubi+lmh", "lmh+lpf"];

    public static IReadOnlyList<PaperClaim> All { get; } =
    [
        new(1, "Compression alone lessens the bias of a biased model, up to 70 % sparsity.",
        [
            Above(Core("bce+bce"), Core("full bce"), Measure.Ood, To70) with { Paper = "+1.35 to +2.79" },
            Above(Core("bce+omp+bce"), Core("full bce"), Measure.Ood, To70) with { Paper = "+1.35 to +2.79" },
        ]),
        new(2, "Debiasing in stage 2 or 3 adds much more, at 90 % sparsity too.",
        [
            .. MasksDebias(),
            Above(Core("bce+omp+lmh"), Core("full bce"), Measure.Ood, To70) with { Paper = "+11.05 to +14.02" },
            Above(Core("bce+omp+lmh"), Core("full bce"), Measure.Ood, 0.9),
            Above(Core("bce+lmh"), Core("bce+bce"), Measure.Ood, To70),
            Above(Core("bce+omp+lmh"), Core("bce+omp+bce"), Measure.Ood, To70),
        ]),
        new(3, "A biased model contains robust subnetworks whose weights are unchanged.", MasksDebias())
        {
            Notes = results => [UnchangedWeights(results)],
        },
        new(4, "With the same objective, mask training beats magnitude pruning with further fine-tuning in general (90 % apart: C13).",
        [
            new("mask training − magnitude pruning, all pairs", Expectation.Above,
                [.. Pairs.SelectMany(pair => At(Core(pair), Core(pair.Replace("+", "+omp+", StringComparison.Ordinal)), Measure.Ood, To70, $"{pair}, "))]),
        ]),
        new(6, "lmh+lmh keeps the accuracy of full lmh up to 50 % sparsity.",
            [NotBelow(Core("lmh+lmh"), Core("full lmh"), Measure.Ood, To50) with { Paper = "+0.31 to +0.48" }]),
        new(13, "At 90 % sparsity magnitude pruning with lmh fine-tuning beats mask training with lmh, and a start from bce one from lmh, by little.",
        [
            Above(Core("bce+omp+lmh"), Core("bce+lmh"), Measure.Ood, 0.9), Above(Core("lmh+omp+lmh"), Core("lmh+lmh"), Measure.Ood, 0.9),
            Above(Core("bce+lmh"), Core("lmh+lmh"), Measure.Ood, 0.9), Above(Core("bce+omp+lmh"), Core("lmh+omp+lmh"), Measure.Ood, 0.9),
        ]),
        new(14, "Masks that start from magnitudes beat masks that start at random, and the gap grows with sparsity.",
        [
            .. new[] { "bce+bce", "bce+lmh", "lmh+bce" }.SelectMany(pair => (Comparison[])
            [
                Above(Masked(pair, "magnitude"), Masked(pair, "random"), Measure.Ood, Masks),
                Grows(Masked(pair, "magnitude"), Masked(pair, "random"), Measure.Ood, Masks),
            ]),
        ]),
        new(18, "lpf+lmh at 50 % and 70 % sparsity beats full lmh and full lpf.",
        [
            Above(Core("lpf+lmh"), Core("full lmh"), Measure.Ood, 0.5, 0.7) with { Paper = "+2.52, +0.47" },
            Above(Core("lpf+lmh"), Core("full lpf"), Measure.Ood, 0.5, 0.7) with { Paper = "+3.39, +1.34" },
        ])
        {
            Notes = _ => ["The paper's lpf+lmh has modality-specific sparsity, this one uniform."],
        },
    ];

    private static Comparison[] MasksDebias() =>
    [
        Above(Core("bce+lmh"), Core("full bce"), Measure.Ood, To70) with { Paper = "+11.05 to +14.02" },
        Above(Core("bce+lmh"), Core("full bce"), Measure.Ood, 0.9),
    ];

    private static string UnchangedWeights(PaperResults results)
    {
        int runs = All10To90.Sum(sparsity => results.Values(Core("bce+lmh").At(sparsity), Measure.Ood).Count);
        return $"Each of the {runs} runs of bce+lmh compared the hash of its frozen weights before and after mask training; "
            + "a run whose weights changed fails and has no results.";
    }

    private static PaperCurve Core(string pair) => new(PaperSweeps.Core, pair);

    private static PaperCurve Masked(string pair, string start) => new(PaperSweeps.MaskStart, pair, start);
}
