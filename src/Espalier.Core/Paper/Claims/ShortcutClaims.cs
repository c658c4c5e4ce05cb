using Espalier.Paper.Comparisons;
using static Espalier.Paper.Comparisons.Compare;
using static Espalier.Paper.PaperModels;

namespace Espalier.Paper.Claims;

/// <summary>What holds on varying shortcuts, where each of nine OOD sets has a shortcut of its own (Si et al. 2023, table 2).</summary>
internal static class ShortcutClaims
{
    // What single modalities are pruned to.
    private static readonly double[] Single = [0.5, 0.9];

    public static IReadOnlyList<PaperClaim> All { get; } =
    [
        new(23, "Out of distribution bce+bce is within 2 points of full bce at each of 10 to 70 % sparsity, and full lmh is above full bce; in distribution it is below.",
        [
            WithControl(Near, On("bce+bce"), On("full bce"), Measure.OodMean, To70) with { Paper = "−0.86 to −0.05" },
            Above(On("full lmh"), On("full bce"), Measure.OodMean) with { Paper = "+0.49" },
            Above(On("full bce"), On("full lmh"), Measure.Iid) with { Paper = "+2.02" },
        ]),
        new(24, "In distribution lmh+lmh improves on full lmh on average over 10 to 50 %; out of it, lmh+lmh improves at 10 %, and is at most 2 points below up to 50 %.",
        [
            WithControl(Above, On("lmh+lmh"), On("full lmh"), Measure.Iid, To50) with { Paper = "+0.44 to +1.75" },
            WithControl(Above, On("lmh+lmh"), On("full lmh"), Measure.OodMean, 0.1) with { Paper = "+0.34" },
            WithControl(NotBelow, On("lmh+lmh"), On("full lmh"), Measure.OodMean, To50) with { Paper = "−0.10 to +0.34" },
        ]),
        new(25, "Debiasing objectives other than lmh fall below bce in OOD-mean.",
        [
            Above(On("full bce"), On("full rubi"), Measure.OodMean) with { Paper = "+3.85" },
            Above(On("full bce"), On("full lpf"), Measure.OodMean) with { Paper = "+3.09" },
        ]),
        new(26, "Pruning language alone costs at most 2 points; pruning vision alone costs most, and more in OOD-vis; bce+bce is below full bce in distribution.",
        [
            LanguageIsHarmless(Measure.OodMean), LanguageIsHarmless(Measure.OodLang), LanguageIsHarmless(Measure.OodCrossModal),
            Pooled("language alone − vision alone, OOD-mean", pair => At(On(pair, "language"), On(pair, "vision"), Measure.OodMean, Single, $"{pair} ")),
            Pooled("cross alone − vision alone, OOD-mean", pair => At(On(pair, "cross"), On(pair, "vision"), Measure.OodMean, Single, $"{pair} ")),
            Pooled("full − vision alone, OOD-vis − OOD-mean", pair => At(Full(pair), On(pair, "vision"), Measure.OodVisMinusMean, Single, $"{pair} ")),
            Above(On("full bce"), On("bce+bce"), Measure.Iid, Sparsities) with { Paper = "+0.39 to +4.96" },
        ]),
        new(27, "With lmh, no pruning improves OOD-vis by more than 2 points, at 50 and 90 % sparsity.",
            [.. new[] { "", "language", "vision", "cross" }.Select(modality => NotBelow(On("full lmh"), On("lmh+lmh", modality), Measure.OodVis, Single))]),
        new(28, "On average over 10 to 50 % lmh+lmh gains more over bce+bce out of distribution than it loses in distribution; over 70 and 90 % bce+bce is better.",
        [
            Above(On("lmh+lmh"), On("bce+bce"), Measure.OodMeanPlusIid, To50) with { Paper = "+0.22 to +1.00" },
            Above(On("bce+bce"), On("lmh+lmh"), Measure.OodMeanPlusIid, 0.7, 0.9) with { Paper = "+1.02, +11.24" },
        ]),
        new(29, "bce+bce at 90 % and lmh+lmh at 70 % sparsity beat all models that are no VLP, in and out of distribution.", [])
        {
            Notes = _ => ["Espalier has no model that is not a pre-trained vision-language model, so that there is nothing to compare with."],
        },
    ];

    private static Comparison LanguageIsHarmless(Measure measure)
    {
        Comparison To(string full, Func<PaperCurve, PaperCurve, PaperCurve> train) => Pooled($"language alone − {full}, {measure.Name}",
            pair => At(On(pair, "language"), train(Full(pair), On(pair)), measure, Single, $"{pair} ")) with { Expected = Expectation.NotBelow };
        return To("full", (full, _) => full) with { Control = To("full, 9 epochs", (full, sparse) => full.TrainedAsLongAs(sparse)) };
    }

    private static Comparison Pooled(string what, Func<string, IReadOnlyList<Contrast>> parts) =>
        new($"{what}, bce and lmh, 50, 90 %", Expectation.Above, [.. new[] { "bce+bce", "lmh+lmh" }.SelectMany(parts)]);

    private static PaperCurve On(string pair, string modality = "") => new(PaperSweeps.VaryingShortcut, pair, modality);

    private static PaperCurve Full(string pair) => On($"full {pair[..pair.IndexOf('+', StringComparison.Ordinal)]}");
}
