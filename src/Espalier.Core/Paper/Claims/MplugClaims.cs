using static Espalier.Paper.Comparisons.Compare;

namespace Espalier.Paper.Claims;

/// <summary>Compression and debiasing of a model that writes its answers; bce stands for the paper's cross entropy (Si et al. 2023, table 1).</summary>
internal static class MplugClaims
{
    public static IReadOnlyList<PaperClaim> All { get; } =
    [
        new(30, "mPLUG can be halved and debiased at once (bce+lpf); lpf+lpf is at most 2 points below full lpf.",
        [
            Above(Mplug("bce+lpf"), Mplug("full bce"), Measure.Ood, 0.5) with { Paper = "+5.48" },
            NotBelow(Mplug("lpf+lpf"), Mplug("full lpf"), Measure.Ood, 0.5) with { Paper = "−1.58" },
        ])
        {
            Notes = _ => ["The pruned models have trained for longer than the full ones; no full mPLUG was trained as long."],
        },
    ];

    private static PaperCurve Mplug(string pair) => new(PaperSweeps.Mplug, pair);
}
