using Espalier.Paper.Comparisons;
using static Espalier.Paper.Comparisons.Compare;

namespace Espalier.Paper.Claims;

/// <summary>Where the types of answers differ (Si et al. 2023, figure 5, table 1).</summary>
internal static class AnswerTypeClaims
{
    private static readonly double[] Sparsities = [0.1, 0.3, 0.5, 0.7, 0.9], To70 = [0.1, 0.3, 0.5, 0.7];

    public static IReadOnlyList<PaperClaim> All { get; } =
    [
        new(19, "From bce, lmh raises number questions strongly with sparsity; yes/no questions are flat up to 70 %; other questions fall from 70 to 90 %.",
        [
            .. new[] { "bce+lmh", "bce+omp+lmh" }.SelectMany(pair => (Comparison[])
            [
                Rises(Core(pair), Measure.Number, Sparsities), Flat(Core(pair), Measure.YesNo, To70), Falls(Core(pair), Measure.Other, 0.7, 0.9),
            ]),
        ]),
        new(20, "From lmh, number questions no longer rise with sparsity; on other questions bce+lmh is above lmh+lmh.",
        [
            DoesNotRise(Core("lmh+lmh"), Measure.Number, Sparsities), DoesNotRise(Core("lmh+omp+lmh"), Measure.Number, Sparsities),
            Above(Core("bce+lmh"), Core("lmh+lmh"), Measure.Other, Sparsities),
        ]),
        new(21, "On other questions debiasing gives little: bce+lmh is about as good as bce+bce.", [Near(Core("bce+lmh"), Core("bce+bce"), Measure.Other, Sparsities)]),
        new(22, "Full lpf is better at yes/no questions, full lmh at number and other questions.",
        [
            Above(Core("full lpf"), Core("full lmh"), Measure.YesNo) with { Paper = "+5.73" },
            Above(Core("full lmh"), Core("full lpf"), Measure.Number) with { Paper = "+3.02" },
            Above(Core("full lmh"), Core("full lpf"), Measure.Other) with { Paper = "+3.74" },
        ]),
    ];

    private static PaperCurve Core(string pair) => new(PaperSweeps.Core, pair);
}
