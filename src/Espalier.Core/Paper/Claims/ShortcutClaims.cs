using Espalier.Paper.Comparisons;
using static Espalier.Paper.Comparisons.Compare;

namespace Espalier.Paper.Claims;

/// <summary>What holds on varying shortcuts, where each of nine OOD sets has a shortcut of its own (Si et al. 2023, table 2).</summary>
internal static class ShortcutClaims
{
    private static readonly double[] Sparsities = [0.1, 0.3, 0.5, 0.7, 0.9], To70 = [0.1, 0.3, 0.5, 0.7], To50 = [0.1, 0.3, 0.5];

    private static readonly string[] Pairs = ["bce+bce", "lmh+lmh"];

    public static IReadOnlyList<PaperClaim> All { get; } =
    [
        new(23, "Sparse bce+bce is comparable to full bce; full lmh is slightly above full bce out of distribution, and below it in distribution.",
        [
            Near(On("bce+bce"), On("full bce"), Measure.OodMean, To70) with { Paper = "−0.86 to −0.05" },
            Above(On("full lmh"), On("full bce"), Measure.OodMean) with { Paper = "+0.49" },
            Above(On("full bce"), On("full lmh"), Measure.Iid) with { Paper = "+2.02" },
        ]),
        new(24, "lmh+lmh improves on full lmh in and out of distribution over a wide range of sparsity (10 to 50 %).",
        [
            Above(On("lmh+lmh"), On("full lmh"), Measure.Iid, To50) with { Paper = "+0.44 to +1.75" },
            Above(On("lmh+lmh"), On("full lmh"), Measure.OodMean, To50) with { Paper = "−0.10 to +0.34" },
        ]),
        new(25, "Debiasing objectives other than lmh fall below bce in OOD-mean.",
        [
            Above(On("full bce"), On("full rubi"), Measure.OodMean) with { Paper = "+3.85" },
            Above(On("full bce"), On("full lpf"), Measure.OodMean) with { Paper = "+3.09" },
        ]),
        new(26, "Pruning language is harmless or helpful, pruning vision hurts most, above all in OOD-vis; bce+bce with all pruned is below full bce in distribution.",
        [
            LanguageIsHarmless(Measure.OodMean), LanguageIsHarmless(Measure.OodLang), LanguageIsHarmless(Measure.OodCrossModal),
            VisionHurtsMore("language", Measure.OodVis), VisionHurtsMore("language", Measure.OodMean),
            VisionHurtsMore("cross", Measure.OodVis), VisionHurtsMore("cross", Measure.OodMean),
            Above(On("full bce"), On("bce+bce"), Measure.Iid, Sparsities) with { Paper = "+0.39 to +4.96" },
        ]),
        new(27, "With lmh, no pruning improves OOD-vis.",
            [.. new[] { "", "language", "vision", "cross" }.Select(modality => NotBelow(On("full lmh"), On("lmh+lmh", modality), Measure.OodVis, Sparsities))]),
        new(28, "Out of distribution lmh+lmh gains more over bce+bce than it loses in distribution at 10 to 50 % sparsity; above that bce+bce is better overall.",
        [
            Above(On("lmh+lmh"), On("bce+bce"), Measure.OodMeanPlusIid, To50) with { Paper = "+0.22 to +1.00" },
            Above(On("bce+bce"), On("lmh+lmh"), Measure.OodMeanPlusIid, 0.7, 0.9) with { Paper = "+1.02, +11.24" },
        ]),
        new(29, "bce+bce at 90 % and lmh+lmh at 70 % sparsity beat all models that are no VLP, in and out of distribution.", [])
        {
            Notes = _ => ["Espalier has no model that is not a pre-trained vision-language model, so that there is nothing to compare with."],
        },
    ];

    private static Comparison LanguageIsHarmless(Measure measure) =>
        Pooled($"language alone − full, {measure.Name}", Expectation.NotBelow, pair => (On(pair, "language"), Full(pair)), measure);

    private static Comparison VisionHurtsMore(string other, Measure measure) =>
        Pooled($"{other} alone − vision alone, {measure.Name}", Expectation.Above, pair => (On(pair, other), On(pair, "vision")), measure);

    private static Comparison Pooled(string what, Expectation expected, Func<string, (PaperCurve First, PaperCurve Second)> sides, Measure measure) =>
        new(what, expected, [.. Pairs.SelectMany(pair => At(sides(pair).First, sides(pair).Second, measure, Sparsities, $"{pair}, "))]);

    private static PaperCurve On(string pair, string modality = "") => new(PaperSweeps.VaryingShortcut, pair, modality);

    private static PaperCurve Full(string pair) => On($"full {pair[..pair.IndexOf('+', StringComparison.Ordinal)]}");
}
