using System.Globalization;

namespace Espalier.Paper.Comparisons;

/// <summary>The words in which claims are written.</summary>
internal static class Compare
{
    /// <summary>The first is above the second, on average over sparsities.</summary>
    public static Comparison Above(PaperCurve first, PaperCurve second, Measure measure, params IReadOnlyList<double> sparsities) =>
        new(Name(first, second, measure, sparsities), Expectation.Above, At(first, second, measure, sparsities));

    /// <summary>The first is at most <see cref="Comparison.Tolerance"/> below the second, at each sparsity.</summary>
    public static Comparison NotBelow(PaperCurve first, PaperCurve second, Measure measure, params IReadOnlyList<double> sparsities) =>
        new(Name(first, second, measure, sparsities), Expectation.NotBelow, At(first, second, measure, sparsities));

    /// <summary>The two differ by at most <see cref="Comparison.Tolerance"/>, at each sparsity.</summary>
    public static Comparison Near(PaperCurve first, PaperCurve second, Measure measure, params IReadOnlyList<double> sparsities) =>
        new(Name(first, second, measure, sparsities), Expectation.Near, At(first, second, measure, sparsities));

    /// <summary>A comparison of a sparse model with a full one; its control has the full model trained as long as the sparse one.</summary>
    public static Comparison WithControl(
        Func<PaperCurve, PaperCurve, Measure, IReadOnlyList<double>, Comparison> compare, PaperCurve sparse, PaperCurve full, Measure measure,
        params IReadOnlyList<double> sparsities) =>
        compare(sparse, full, measure, sparsities) with { Control = compare(sparse, full.TrainedAsLongAs(sparse), measure, sparsities) };

    /// <summary>A score rises with sparsity.</summary>
    public static Comparison Rises(PaperCurve curve, Measure measure, params IReadOnlyList<double> sparsities)
    {
        string range = Range(sparsities);
        return new Comparison($"{curve.Name}: rise of {measure.Name}, {range}", Expectation.Above, [Rise(range, curve, measure, sparsities)]);
    }

    /// <summary>A score does not rise with sparsity.</summary>
    public static Comparison DoesNotRise(PaperCurve curve, Measure measure, params IReadOnlyList<double> sparsities)
    {
        string range = Range(sparsities);
        Contrast fall = Contrast.Rise(range, [.. sparsities.Select(s => (-s, Contrast.Score(range, curve.At(s), measure)))]);
        return new Comparison($"{curve.Name}: fall of {measure.Name}, {range}", Expectation.NotBelow, [fall]);
    }

    /// <summary>The gap between two curves grows with sparsity.</summary>
    public static Comparison Grows(PaperCurve first, PaperCurve second, Measure measure, params IReadOnlyList<double> sparsities)
    {
        string range = Range(sparsities);
        return new Comparison($"growth of {Name(first, second, measure, sparsities)}", Expectation.Above,
            [Contrast.Rise(range, [.. sparsities.Select(s => (s, Contrast.Difference(range, first.At(s), second.At(s), measure)))])]);
    }

    /// <summary>A score hardly changes with sparsity: at each it is near its mean over all.</summary>
    public static Comparison Flat(PaperCurve curve, Measure measure, params IReadOnlyList<double> sparsities)
    {
        Contrast mean = Contrast.Mean("", [.. sparsities.Select(s => Contrast.Score("", curve.At(s), measure))]);
        return new Comparison($"{curve.Name}: {measure.Name} − its mean, {Range(sparsities)}", Expectation.Near,
            [.. sparsities.Select(s => Contrast.Score(Percent(s), curve.At(s), measure).Minus(mean))]);
    }

    /// <summary>A score at one sparsity is above that at another.</summary>
    public static Comparison Falls(PaperCurve curve, Measure measure, double from, double to) => new(
        $"{curve.Name}: {measure.Name} at {Percent(from)} − at {Percent(to)}", Expectation.Above,
        [Contrast.Difference($"{Percent(from)} − {Percent(to)}", curve.At(from), curve.At(to), measure)]);

    /// <summary>The differences of two curves, one for each sparsity.</summary>
    /// <param name="first">The one.</param>
    /// <param name="second">What is subtracted.</param>
    /// <param name="measure">The score.</param>
    /// <param name="sparsities">Where; without effect if both are full models.</param>
    /// <param name="prefix">What sets them apart from others of the comparison.</param>
    public static IReadOnlyList<Contrast> At(PaperCurve first, PaperCurve second, Measure measure, IReadOnlyList<double> sparsities, string prefix = "") =>
        first.IsFull && second.IsFull ? [Contrast.Difference($"{prefix}full", first.At(0), second.At(0), measure)]
            : [.. sparsities.Select(s => Contrast.Difference(prefix + Percent(s), first.At(s), second.At(s), measure))];

    /// <summary>A sparsity as text.</summary>
    public static string Percent(double sparsity) => $"{Number(sparsity)} %";

    private static Contrast Rise(string label, PaperCurve curve, Measure measure, IReadOnlyList<double> sparsities) =>
        Contrast.Rise(label, [.. sparsities.Select(s => (s, Contrast.Score(label, curve.At(s), measure)))]);

    private static string Range(IReadOnlyList<double> sparsities) => sparsities.Count <= 3
        ? $"{string.Join(", ", sparsities.Select(Number))} %"
        : $"{Number(sparsities[0])} to {Number(sparsities[^1])} %";

    private static string Number(double sparsity) => (sparsity * 100).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Name(PaperCurve first, PaperCurve second, Measure measure, IReadOnlyList<double> sparsities)
    {
        string difference = $"{first.Name} − {second.Name}";
        if (measure != Measure.Ood) difference += $", {measure.Name}";
        return first.IsFull && second.IsFull ? difference : $"{difference}, {Range(sparsities)}";
    }
}
