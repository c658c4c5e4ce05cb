using Espalier.Metrics;

namespace Espalier.Paper.Comparisons;

/// <summary>
/// One thing that a claim says about a difference between models, and its test. The difference is pooled first: for each seed the mean over the parts
/// (sparsities, as a rule), then Student's t-interval over the seeds. So each comparison is one test however many sparsities there are, and its unit is
/// the seed, which is what was drawn independently; the parts of one seed share data and stage 1. Parts are told beside it, but decide nothing.
/// </summary>
/// <param name="What">The difference: "bce+lmh − full bce".</param>
/// <param name="Expected">What the claim says of it.</param>
/// <param name="Parts">What is pooled.</param>
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
    /// Tests it. It holds if its 95 % interval lies where the claim says. It does not hold if the interval lies wholly elsewhere at the level that
    /// is corrected for the number of the claim's comparisons (Bonferroni), as one failed comparison refutes a claim.
    /// </summary>
    /// <param name="results">What was run.</param>
    /// <param name="comparisons">How many comparisons the claim has.</param>
    public ComparisonFinding Judge(PaperResults results, int comparisons)
    {
        List<(Contrast Part, IReadOnlyDictionary<ulong, double> BySeed)> measured = [], missing = [];
        foreach (Contrast part in Parts)
        {
            IReadOnlyDictionary<ulong, double> bySeed = part.BySeed(results);
            (bySeed.Count > 0 ? measured : missing).Add((part, bySeed));
        }
        ComparisonFinding finding = new()
        {
            What = What, Expected = Expected, Status = ClaimStatus.NotRun, Paper = Paper,
            Parts = [.. measured.Select(part => new PartFinding(part.Part.Label, Difference.Of(part.BySeed)))],
            Missing = [.. missing.Select(part => part.Part.Label)],
        };
        if (measured.Count == 0) return finding;
        // Seeds of different sparsities must not be averaged: those count that have as much as the most complete one.
        ulong complete = measured.SelectMany(part => part.BySeed.Keys).Order().MaxBy(seed => measured.Count(part => part.BySeed.ContainsKey(seed)));
        IReadOnlyDictionary<ulong, double>[] pooled = [.. measured.Select(part => part.BySeed).Where(bySeed => bySeed.ContainsKey(complete))];
        Dictionary<ulong, double> values = pooled[0].Keys.Where(seed => pooled.All(bySeed => bySeed.ContainsKey(seed))).Order()
            .ToDictionary(seed => seed, seed => pooled.Average(bySeed => bySeed[seed]));
        double[] all = [.. values.Values];
        ClaimStatus status = Supports(SeedStatistics.Of(all, 1 - Level)) ? ClaimStatus.Holds
            : Refutes(SeedStatistics.Of(all, 1 - Level / comparisons)) ? ClaimStatus.DoesNotHold : ClaimStatus.NotDistinguishable;
        return finding with { Status = status, Pooled = Difference.Of(values), PooledParts = pooled.Length };
    }

    private bool Supports(SeedStatistics value) => value.HalfWidth is { } half && Expected switch
    {
        Expectation.Above => value.Mean - half > 0,
        Expectation.NotBelow => value.Mean - half > -Tolerance,
        _ => Math.Abs(value.Mean) + half < Tolerance,
    };

    private bool Refutes(SeedStatistics value) => value.HalfWidth is { } half && Expected switch
    {
        Expectation.Above => value.Mean + half < 0,
        Expectation.NotBelow => value.Mean + half < -Tolerance,
        _ => Math.Abs(value.Mean) - half > Tolerance,
    };
}
