using Espalier.Paper.Comparisons;
using static Espalier.Paper.Comparisons.Compare;
using static Espalier.Paper.PaperModels;

namespace Espalier.Paper.Claims;

/// <summary>How much of each modality may go (Si et al. 2023, figures 6 and 9, appendix C.4).</summary>
internal static class ModalityClaims
{
    // At 90 % nothing is searched.
    private static readonly double[] Searched = [0.5, 0.7];

    public static IReadOnlyList<PaperClaim> All { get; } =
    [
        new(15, "With bce and language or cross-modality alone pruned, accuracy is above full bce on average over 10 to 90 % and rises with sparsity; vision is worst.",
        [
            WithControl(Above, Only("language"), Core("full bce"), Measure.Ood, Sparsities), WithControl(Above, Only("cross"), Core("full bce"), Measure.Ood, Sparsities),
            Rises(Only("language"), Measure.Ood, Sparsities), Rises(Only("cross"), Measure.Ood, Sparsities),
            Above(Only("language"), Only("vision"), Measure.Ood, Sparsities), Above(Only("cross"), Only("vision"), Measure.Ood, Sparsities),
        ]),
        new(16, "Modality-specific sparsity, chosen by validation, beats uniform, and uniform beats matrix-specific, on average over 50 and 70 % (90 % is not searched).",
        [
            new("best allocation − uniform, 50, 70 %", Expectation.Above,
                [.. Searched.Select(s => Chosen(s, _ => true).Minus(Contrast.Score("", Scope("uniform").At(s), Measure.Ood)))]),
            Above(Scope("uniform"), Scope("global"), Measure.Ood, Searched),
        ])
        {
            Notes = _ => [HowChosen],
        },
        new(17, "At 50 and 70 % the best allocation that prunes vision less than the whole, and language and cross-modality no less, beats the best other one.",
            [.. Searched.Select(s => new Comparison($"best allocation that spares vision − best other, {Percent(s)}", Expectation.Above, [SparingVision(s)]))])
        {
            Notes = results => [HowChosen, .. Searched.Select(sparsity => OfAllSeeds(results, sparsity)).OfType<string>()],
        },
    ];

    private static string HowChosen => "For each seed, the validation of the other seeds chooses the allocation, and the test of this seed tells how good it is.";

    private static Contrast SparingVision(double sparsity) =>
        Chosen(sparsity, shares => shares.SparesVision(sparsity)).Minus(Chosen(sparsity, shares => !shares.SparesVision(sparsity)));

    private static Contrast Chosen(double sparsity, Func<ModalityShares, bool> condition) =>
        new(Percent(sparsity), [], results => AllocationChoice.At(results, sparsity).HeldOut(condition));

    private static string? OfAllSeeds(PaperResults results, double sparsity)
    {
        AllocationChoice choice = AllocationChoice.At(results, sparsity);
        return choice.Tried.Count == 0 ? null
            : $"At {Percent(sparsity)} the validation of all seeds chooses {choice.Tried[0].Shares} (language/vision/cross, %) of {choice.Tried.Count} allocations.";
    }

    private static PaperCurve Only(string modality) => new(PaperSweeps.SingleModality, "bce+bce", modality);

    private static PaperCurve Scope(string scope) => new(PaperSweeps.Global, "lmh+lmh", scope);
}
