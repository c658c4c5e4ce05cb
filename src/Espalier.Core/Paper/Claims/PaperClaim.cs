using Espalier.Paper.Comparisons;

namespace Espalier.Paper.Claims;

/// <summary>
/// A claim of Si et al. 2023 as comparisons between models. It holds if all of them hold: each is tested by itself at 5 %, which needs no correction, for a
/// claim that is wrong in any one passes all with at most that chance (an intersection-union test; Berger 1982). It does not hold if one of them is refuted
/// at 5 % divided by their number. If neither, what decides is whether all were run. The claims are not corrected for being thirty.
/// </summary>
/// <param name="Number">1 for C1.</param>
/// <param name="Text">The claim in one sentence.</param>
/// <param name="Comparisons">What it says, none where Espalier cannot run it.</param>
public sealed record PaperClaim(int Number, string Text, IReadOnlyList<Comparison> Comparisons)
{
    /// <summary>The claim's id, "C1".</summary>
    public string Id => $"C{Number}";

    /// <summary>What else is to be told, given the results.</summary>
    public Func<PaperResults, IEnumerable<string>> Notes { get; init; } = _ => [];

    /// <summary>Tests the claim.</summary>
    public ClaimFinding Judge(PaperResults results)
    {
        ComparisonFinding[] found = [.. Comparisons.Select(comparison => comparison.Judge(results, Comparisons.Count))];
        return new ClaimFinding
        {
            Id = Id, Claim = Text, Status = Together([.. found.Select(comparison => comparison.Status)]),
            Seeds = found.Select(comparison => comparison.Pooled).OfType<Difference>().Select(pooled => pooled.Seeds.Count).DefaultIfEmpty(0).Min(),
            Evidence = new ClaimEvidence(found, [.. Notes(results)]),
        };
    }

    private static ClaimStatus Together(ClaimStatus[] all)
    {
        if (all.Length == 0) return ClaimStatus.NotRun;
        foreach (ClaimStatus decisive in (ClaimStatus[])[ClaimStatus.DoesNotHold, ClaimStatus.NotRun, ClaimStatus.NotDistinguishable])
        {
            if (all.Contains(decisive)) return decisive;
        }
        return ClaimStatus.Holds;
    }
}
