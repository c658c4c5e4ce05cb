using System.Globalization;
using Espalier.Paper.Comparisons;
using static Espalier.Paper.Comparisons.Compare;

namespace Espalier.Paper.Claims;

/// <summary>How much of each modality may go (Si et al. 2023, figures 6 and 9, appendix C.4).</summary>
internal static class ModalityClaims
{
    private static readonly double[] Sparsities = [0.1, 0.3, 0.5, 0.7, 0.9], High = [0.5, 0.7, 0.9];

    public static IReadOnlyList<PaperClaim> All { get; } =
    [
        new(15, "With bce and one modality pruned, accuracy rises with the sparsity of language or of cross-modality; pruning vision is worst.",
        [
            Rises(Only("language"), Measure.Ood, Sparsities), Rises(Only("cross"), Measure.Ood, Sparsities),
            Above(Only("language"), Only("vision"), Measure.Ood, Sparsities), Above(Only("cross"), Only("vision"), Measure.Ood, Sparsities),
        ]),
        new(16, "Modality-specific sparsity beats uniform, and uniform beats matrix-specific, at 50, 70 and 90 %.",
            [Above(Scope("modality"), Scope("uniform"), Measure.Ood, High), Above(Scope("uniform"), Scope("global"), Measure.Ood, High)]),
        new(17, "The best allocations at 50 and 70 % prune vision far less than the whole, language and cross-modality more.",
            [SparingVision(0.5), SparingVision(0.7)])
        {
            Notes = results => new[] { 0.5, 0.7 }.Select(sparsity => Chosen(results, sparsity)).OfType<string>(),
        },
    ];

    /// <summary>
    /// The best allocation that spares vision minus the best that does not: each is chosen by validation and compared on the test.
    /// </summary>
    private static Comparison SparingVision(double sparsity) => new($"best allocation that spares vision − best other, {Percent(sparsity)}", Expectation.Above,
    [
        new(Percent(sparsity), results =>
        {
            AllocationChoice choice = AllocationChoice.At(results, sparsity);
            PaperSetting? sparing = choice.Best(shares => shares.SparesVision(sparsity)), other = choice.Best(shares => !shares.SparesVision(sparsity));
            return sparing is not null && other is not null
                ? Contrast.Difference("", sparing, other, Measure.Ood).BySeed(results) : new Dictionary<ulong, double>();
        }),
    ]);

    private static string? Chosen(PaperResults results, double sparsity)
    {
        AllocationChoice choice = AllocationChoice.At(results, sparsity);
        if (choice.Tried.Count == 0) return null;
        (ModalityShares shares, PaperSetting setting, double validation) = choice.Tried[0];
        return $"At {Percent(sparsity)} validation chooses {shares} (language/vision/cross, %) of {choice.Tried.Count} allocations: "
            + string.Create(CultureInfo.InvariantCulture, $"{validation:0.00} % on validation, {results.Over(setting, Measure.Ood)?.Mean:0.00} % on the test.");
    }

    private static PaperCurve Only(string modality) => new(PaperSweeps.SingleModality, "bce+bce", modality);

    private static PaperCurve Scope(string scope) => new(PaperSweeps.Global, "lmh+lmh", scope);
}
