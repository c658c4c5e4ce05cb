using static Espalier.Paper.Comparisons.Compare;

namespace Espalier.Paper.Claims;

/// <summary>What fine-tuning after mask training does (Si et al. 2023).</summary>
internal static class ThirdStageClaims
{
    private static readonly double[] Sparsities = [0.5, 0.7, 0.9];

    public static IReadOnlyList<PaperClaim> All { get; } =
    [
        new(10, "A stage 3 with the objective of stage 2 does not help.",
        [
            NotBelow(Core("lmh+lmh"), Third("lmh+lmh+lmh"), Measure.Ood, Sparsities), NotBelow(Core("bce+lmh"), Third("bce+lmh+lmh"), Measure.Ood, Sparsities),
            NotBelow(Core("bce+bce"), Third("bce+bce+bce"), Measure.Ood, Sparsities),
        ]),
        new(11, "A stage 3 with lmh rescues bce+bce.", [Above(Third("bce+bce+lmh"), Core("bce+bce"), Measure.Ood, Sparsities)]),
    ];

    private static PaperCurve Core(string pair) => new(PaperSweeps.Core, pair);

    private static PaperCurve Third(string pair) => new(PaperSweeps.ThirdStage, pair);
}
