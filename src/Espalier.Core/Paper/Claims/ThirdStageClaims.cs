using static Espalier.Paper.Comparisons.Compare;
using static Espalier.Paper.PaperModels;

namespace Espalier.Paper.Claims;

/// <summary>What fine-tuning after mask training does (Si et al. 2023).</summary>
internal static class ThirdStageClaims
{
    private static IReadOnlyList<double> From50 => [0.5, 0.7, 0.9];

    public static IReadOnlyList<PaperClaim> All { get; } =
    [
        new(10, "A stage 3 with the objective of stage 2 helps by at most 2 points, at 50, 70 and 90 % sparsity.",
        [
            NotBelow(Core("lmh+lmh"), Third("lmh+lmh+lmh"), Measure.Ood, From50), NotBelow(Core("bce+lmh"), Third("bce+lmh+lmh"), Measure.Ood, From50),
            NotBelow(Core("bce+bce"), Third("bce+bce+bce"), Measure.Ood, From50),
        ]),
        new(11, "A stage 3 with lmh rescues bce+bce, on average over 50, 70 and 90 % sparsity.", [Above(Third("bce+bce+lmh"), Core("bce+bce"), Measure.Ood, From50)]),
    ];

    private static PaperCurve Third(string pair) => new(PaperSweeps.ThirdStage, pair);
}
