using System.Globalization;

namespace Espalier.Paper.Comparisons;

/// <summary>The words in which claims are written.</summary>
internal static class Compare
{
    /// <summary>The first is above the second, pooled over sparsities.</summary>
    public static Comparison Above(PaperCurve first, PaperCurve second, Measure measure, params double[] sparsities) =>
        new(Name(first, second, measure, sparsities), Expectation.Above, At(first, second, measure, sparsities));

    /// <summary>The first is not below the second, pooled over sparsities.</summary>
    public static Comparison NotBelow(PaperCurve first, PaperCurve second, Measure measure, params double[] sparsities) =>
        new(Name(first, second, measure, sparsities), Expectation.NotBelow, At(first, second, measure, sparsities));

    /// <summary>The two are about the same, pooled over sparsities.</summary>
    public static Comparison Near(PaperCurve first, PaperCurve second, Measure measure, params double[] sparsities) =>
        new(Name(first, second, measure, sparsities), Expectation.Near, At(first, second, measure, sparsities));

    /// <summary>A score rises with sparsity.</summary>
    public static Comparison Rises(PaperCurve curve, Measure measure, params double[] sparsities)
    {
        string range = Range(sparsities);
        return new Comparison($"{curve.Name}: rise of {measure.Name}, {range}", Expectation.Above, [Rise(range, curve, measure, sparsities)]);
    }

    /// <summary>A score does not rise with sparsity.</summary>
    public static Comparison DoesNotRise(PaperCurve curve, Measure measure, params double[] sparsities)
    {
        string range = Range(sparsities);
        Contrast fall = Contrast.Rise(range, [.. sparsities.Select(s => (-s, Contrast.Score(range, curve.At(s), measure)))]);
        return new Comparison($"{curve.Name}: fall of {measure.Name}, {range}", Expectation.NotBelow, [fall]);
    }

    /// <summary>The gap between two curves grows with sparsity.</summary>
    public static Comparison Grows(PaperCurve first, PaperCurve second, Measure measure, params double[] sparsities)
    {
        string range = Range(sparsities);
        return new Comparison($"growth of {Name(first, second, measure, sparsities)}", Expectation.Above,
            [Contrast.Rise(range, [.. sparsities.Select(s => (s, Contrast.Difference(range, first.At(s), second.At(s), measure)))])]);
    }

    /// <summary>A score hardly changes with sparsity.</summary>
    public static Comparison Flat(PaperCurve curve, Measure measure, params double[] sparsities)
    {
        string range = Range(sparsities);
        return new Comparison($"{curve.Name}: rise of {measure.Name}, {range}", Expectation.Near, [Rise(range, curve, measure, sparsities)]);
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
    public static IReadOnlyList<Contrast> At(PaperCurve first, PaperCurve second, Measure measure, double[] sparsities, string prefix = "") =>
        first.IsFull && second.IsFull ? [Contrast.Difference($"{prefix}full", first.At(0), second.At(0), measure)]
            : [.. sparsities.Select(s => Contrast.Difference(prefix + Percent(s), first.At(s), second.At(s), measure))];

    /// <summary>A sparsity as text.</summary>
    public static string Percent(double sparsity) => string.Create(CultureInfo.InvariantCulture, $"{sparsity * 100:0.#} %");

    private static Contrast Rise(string label, PaperCurve curve, Measure measure, double[] sparsities) =>
        Contrast.Rise(label, [.. sparsities.Select(s => (s, Contrast.Score(label, curve.At(s), measure)))]);

    private static string Range(double[] sparsities) => sparsities.Length <= 3
        ? Percent(sparsities)
        : $"{Percent(sparsities[..1])[..^2]} to {Percent(sparsities[^1..])}";

    private static string Percent(double[] sparsities) =>
        $"{string.Join(", ", sparsities.Select(sparsity => (sparsity * 100).ToString("0.#", CultureInfo.InvariantCulture)))} %";

    private static string Name(PaperCurve first, PaperCurve second, Measure measure, double[] sparsities)
    {
        string difference = $"{first.Name} − {second.Name}";
        if (measure != Measure.Ood) difference += $", {measure.Name}";
        return first.IsFull && second.IsFull ? difference : $"{difference}, {Range(sparsities)}";
    }
}
