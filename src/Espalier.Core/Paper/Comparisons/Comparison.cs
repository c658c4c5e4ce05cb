using Espalier.Metrics;

namespace Espalier.Paper.Comparisons;

/// <summary>
/// One thing that a claim says about a difference between models, and its test: the t-interval (Student 1908) over the seeds, which are what was drawn
/// independently. A seed counts if it has all parts (sparsities, as a rule). That one model is above another is tested on the mean over the parts of
/// each seed; that two are alike must hold of each part, or opposite differences would cancel.
/// </summary>
/// <param name="What">The difference: "bce+lmh − full bce".</param>
/// <param name="Expected">What the claim says of it.</param>
/// <param name="Parts">What it is measured at.</param>
public sealed record Comparison(string What, Expectation Expected, IReadOnlyList<Contrast> Parts)
{
    /// <summary>
    /// The difference in points that a claim of "keeps", "comparable" or "does not help" leaves room for. The paper itself calls 1.58 points "a little"
    /// (mPLUG, table 1); Espalier rounds that up, and settled on it before any result of these sweeps was read.
    /// </summary>
    public const double Tolerance = 2;

    private const double Level = 0.05;

    /// <summary>What the paper found, in points; null where its text and tables give no number. Sizes are of its data: only the direction is tested.</summary>
    public string? Paper { get; init; }

    /// <summary>
    /// The same with full models that are trained as long as the sparse ones, which tells a gain of pruning from one of training; null where it is no question.
    /// The paper does not have it, and it decides nothing about the paper's claim.
    /// </summary>
    public Comparison? Control { get; init; }

    /// <summary>
    /// Tests it. It holds if the 95 % interval lies where the claim says; where each part must, all of them. It does not hold if one lies wholly elsewhere
    /// at the level that is corrected for their number and for that of the claim's comparisons (Bonferroni), as any one refutes a claim.
    /// </summary>
    /// <param name="results">What was run.</param>
    /// <param name="comparisons">How many comparisons the claim has.</param>
    public ComparisonFinding Judge(PaperResults results, int comparisons)
    {
        IReadOnlyDictionary<ulong, double>[] measured = [.. Parts.Select(part => part.BySeed(results))];
        ulong[] any = [.. measured.SelectMany(part => part.Keys).Distinct().Order()];
        ulong[] seeds = [.. any.Where(seed => measured.All(part => part.ContainsKey(seed)))];
        ComparisonFinding finding = new()
        {
            What = What, Expected = Expected, Status = ClaimStatus.NotRun, Paper = Paper, Parts = [], Missing = [], Control = Control?.Judge(results, comparisons),
        };
        if (seeds.Length == 0) return finding with { Missing = Missing(measured, any) };
        (string Label, double[] Values)[] parts = [.. Parts.Zip(measured, (part, bySeed) => (part.Label, seeds.Select(seed => bySeed[seed]).ToArray()))];
        (string Label, double[] Values)[] tested = Expected == Expectation.Above && parts.Length > 1
            ? [($"mean of {parts.Length}", [.. seeds.Select((_, i) => parts.Average(part => part.Values[i]))])]
            : parts;
        ClaimStatus status = tested.All(part => Supports(SeedStatistics.Of(part.Values, 1 - Level))) ? ClaimStatus.Holds
            : tested.Any(part => Refutes(SeedStatistics.Of(part.Values, 1 - Level / (comparisons * tested.Length)))) ? ClaimStatus.DoesNotHold
            : ClaimStatus.NotDistinguishable;
        PartFinding Told((string Label, double[] Values) part) => new(part.Label, Difference.Of(seeds, part.Values));
        return finding with
        {
            Status = status, Parts = [.. parts.Select(Told)], Tested = Told(tested.MinBy(part => Margin(SeedStatistics.Of(part.Values, 1 - Level)))),
        };
    }

    // What the seed with most parts lacks; all where there is no seed.
    private string[] Missing(IReadOnlyDictionary<ulong, double>[] measured, ulong[] seeds)
    {
        bool Has(ulong seed, int part) => measured[part].ContainsKey(seed);
        ulong most = seeds.DefaultIfEmpty().MaxBy(seed => Enumerable.Range(0, measured.Length).Count(part => Has(seed, part)));
        return [.. Parts.Where((_, i) => !Has(most, i)).Select(part => part.Label)];
    }

    private bool Supports(SeedStatistics value) => value.HalfWidth is not null && Margin(value) > 0;

    // How far the interval is from where the claim would fail; negative if it reaches beyond.
    private double Margin(SeedStatistics value) => Expected switch
    {
        Expectation.Above => value.Mean,
        Expectation.NotBelow => value.Mean + Tolerance,
        _ => Tolerance - Math.Abs(value.Mean),
    } - (value.HalfWidth ?? 0);

    private bool Refutes(SeedStatistics value) => value.HalfWidth is { } half && Expected switch
    {
        Expectation.Above => value.Mean + half < 0,
        Expectation.NotBelow => value.Mean + half < -Tolerance,
        _ => Math.Abs(value.Mean) - half > Tolerance,
    };
}
