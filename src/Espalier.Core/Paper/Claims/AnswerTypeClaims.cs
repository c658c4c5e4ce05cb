using Espalier.Paper.Comparisons;
using static Espalier.Paper.Comparisons.Compare;
using static Espalier.Paper.PaperModels;

namespace Espalier.Paper.Claims;

/// <summary>Where the types of answers differ (Si et al. 2023, figure 5, table 1).</summary>
internal static class AnswerTypeClaims
{
    public static IReadOnlyList<PaperClaim> All { get; } =
    [
        new(19, "From bce, with lmh, number questions rise with sparsity; yes/no stay within 2 points of their mean up to 70 %; others fall from 70 to 90 %.",
        [
            .. new[] { "bce+lmh", "bce+omp+lmh" }.SelectMany(pair => (Comparison[])
            [
                Rises(Core(pair), Measure.Number, Sparsities), Flat(Core(pair), Measure.YesNo, To70), Falls(Core(pair), Measure.Other, 0.7, 0.9),
            ]),
        ]),
        new(20, "From lmh, number questions rise with sparsity by at most 2 points; on other questions bce+lmh is above lmh+lmh on average over 10 to 90 %.",
        [
            DoesNotRise(Core("lmh+lmh"), Measure.Number, Sparsities), DoesNotRise(Core("lmh+omp+lmh"), Measure.Number, Sparsities),
            Above(Core("bce+lmh"), Core("lmh+lmh"), Measure.Other, Sparsities),
        ]),
        new(21, "On other questions debiasing gives little: bce+lmh is within 2 points of bce+bce at each sparsity.",
            [Near(Core("bce+lmh"), Core("bce+bce"), Measure.Other, Sparsities)]),
        new(22, "Full lpf is better at yes/no questions, full lmh at number and other questions.",
        [
            Above(Core("full lpf"), Core("full lmh"), Measure.YesNo) with { Paper = "+5.73" },
            Above(Core("full lmh"), Core("full lpf"), Measure.Number) with { Paper = "+3.02" },
            Above(Core("full lmh"), Core("full lpf"), Measure.Other) with { Paper = "+3.74" },
        ]),
    ];
}
