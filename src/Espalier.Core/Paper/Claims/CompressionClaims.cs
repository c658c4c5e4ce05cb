using Espalier.Paper.Comparisons;
using static Espalier.Paper.Comparisons.Compare;
using static Espalier.Paper.PaperModels;

namespace Espalier.Paper.Claims;

/// <summary>What compression does to bias, by mask training and by magnitude pruning (Si et al. 2023, figures 1 and 13, table 1).</summary>
internal static class CompressionClaims
{
    public static IReadOnlyList<PaperClaim> All { get; } =
    [
        new(1, "Compression alone lessens the bias of a biased model, on average over 10 to 70 % sparsity.",
        [
            WithControl(Above, Core("bce+bce"), Core("full bce"), Measure.Ood, To70) with { Paper = "+1.35 to +2.79" },
            WithControl(Above, Core("bce+omp+bce"), Core("full bce"), Measure.Ood, To70) with { Paper = "+1.35 to +2.79" },
        ]),
        new(2, "Debiasing in stage 2 or 3 gains more than compression alone, on average over 10 to 70 % sparsity, and gains at 90 % too.",
        [
            .. MasksDebias(),
            WithControl(Above, Core("bce+omp+lmh"), Core("full bce"), Measure.Ood, To70) with { Paper = "+11.05 to +14.02" },
            WithControl(Above, Core("bce+omp+lmh"), Core("full bce"), Measure.Ood, 0.9),
            Above(Core("bce+lmh"), Core("bce+bce"), Measure.Ood, To70),
            Above(Core("bce+omp+lmh"), Core("bce+omp+bce"), Measure.Ood, To70),
        ]),
        new(3, "A biased model contains robust subnetworks whose weights are unchanged: bce+lmh is above full bce.", MasksDebias())
        {
            // Enforced by MaskTraining, which hashes the frozen weights.
            Notes = results => results.Over(Core("bce+lmh").At(0.7), Measure.Ood) is null ? []
                : ["A run whose frozen weights changed in mask training ends with an error and has no row in the results."],
        },
        new(4, "With the same objectives mask training beats magnitude pruning with fine-tuning, on average over 10 to 70 % sparsity (90 %: C13).",
            [.. Pairs.Select(pair => Above(Core(pair), Core(WithOmp(pair)), Measure.Ood, To70))]),
        new(6, "lmh+lmh is at most 2 points below full lmh at 10, 30 and 50 % sparsity.",
            [WithControl(NotBelow, Core("lmh+lmh"), Core("full lmh"), Measure.Ood, To50) with { Paper = "+0.31 to +0.48" }]),
        new(13, "At 90 % sparsity magnitude pruning with lmh fine-tuning beats mask training with lmh, and a start from bce beats one from lmh.",
        [
            Above(Core("bce+omp+lmh"), Core("bce+lmh"), Measure.Ood, 0.9), Above(Core("lmh+omp+lmh"), Core("lmh+lmh"), Measure.Ood, 0.9),
            Above(Core("bce+lmh"), Core("lmh+lmh"), Measure.Ood, 0.9), Above(Core("bce+omp+lmh"), Core("lmh+omp+lmh"), Measure.Ood, 0.9),
        ]),
        new(14, "Masks that start from magnitudes beat masks with zeros at random places, on average over 30 to 90 % sparsity, and the gap grows with it.",
        [
            .. new[] { "bce+bce", "bce+lmh", "lmh+bce" }.SelectMany(pair => (Comparison[])
            [
                Above(Started(pair, "magnitude"), Started(pair, "uniform"), Measure.Ood, From30),
                Grows(Started(pair, "magnitude"), Started(pair, "uniform"), Measure.Ood, From30),
            ]),
        ]),
        new(18, "lpf+lmh beats full lmh and full lpf, on average over 50 and 70 % sparsity.",
        [
            WithControl(Above, Core("lpf+lmh"), Core("full lmh"), Measure.Ood, 0.5, 0.7) with { Paper = "+2.52, +0.47" },
            WithControl(Above, Core("lpf+lmh"), Core("full lpf"), Measure.Ood, 0.5, 0.7) with { Paper = "+3.39, +1.34" },
        ]),
    ];

    private static IReadOnlyList<double> From30 => [0.3, 0.5, 0.7, 0.9];

    private static Comparison[] MasksDebias() =>
    [
        WithControl(Above, Core("bce+lmh"), Core("full bce"), Measure.Ood, To70) with { Paper = "+11.05 to +14.02" },
        WithControl(Above, Core("bce+lmh"), Core("full bce"), Measure.Ood, 0.9),
    ];

    private static PaperCurve Started(string pair, string start) => new(PaperSweeps.MaskStart, pair, start);
}
