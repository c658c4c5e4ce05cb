using static Espalier.Paper.Comparisons.Compare;

namespace Espalier.Paper.Claims;

/// <summary>What fine-tuning after mask training does (Si et al. 2023): each model beside the same one without it.</summary>
internal static class ThirdStageClaims
{
    private static IReadOnlyList<double> From50 => [0.5, 0.7, 0.9];

    public static IReadOnlyList<PaperClaim> All { get; } =
    [
        new(10, "A stage 3 with the objective of stage 2 helps by at most 2 points, at 50, 70 and 90 % sparsity.",
        [
            NotBelow(Third("lmh+lmh"), Third("lmh+lmh+lmh"), Measure.Ood, From50), NotBelow(Third("bce+lmh"), Third("bce+lmh+lmh"), Measure.Ood, From50),
            NotBelow(Third("bce+bce"), Third("bce+bce+bce"), Measure.Ood, From50),
        ]),
        new(11, "A stage 3 with lmh rescues bce+bce, on average over 50, 70 and 90 % sparsity.", [Above(Third("bce+bce+lmh"), Third("bce+bce"), Measure.Ood, From50)]),
    ];

    private static PaperCurve Third(string pair) => new(PaperSweeps.ThirdStage, pair);
}
