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

    private bool HasModalitySpecificFigures => Comparisons.Where(comparison => comparison.Paper is not null).SelectMany(comparison => comparison.Parts)
        .SelectMany(part => part.Settings)
        .Any(setting => PublishedTable.All.SelectMany(table => table.Rows).Any(row => row.IsModalitySpecific && row.Setting == setting));

    /// <summary>Tests the claim.</summary>
    public ClaimFinding Judge(PaperResults results)
    {
        ComparisonFinding[] found = [.. Comparisons.Select(comparison => comparison.Judge(results, Comparisons.Count))];
        ComparisonFinding[] controls = [.. found.Select(comparison => comparison.Control).OfType<ComparisonFinding>()];
        string[] figures = HasModalitySpecificFigures ? ["The paper's figures are of modality-specific sparsity, ours of uniform."] : [];
        return new ClaimFinding
        {
            Id = Id, Claim = Text, Status = Together(found), LongerTraining = controls.Length == 0 ? null : Together(controls),
            Seeds = found.Select(comparison => comparison.Tested).OfType<PartFinding>().Select(tested => tested.Difference.Seeds.Count).DefaultIfEmpty(0).Min(),
            Evidence = new ClaimEvidence(found, [.. Notes(results), .. figures]),
        };
    }

    private static ClaimStatus Together(ComparisonFinding[] found)
    {
        ClaimStatus[] all = [.. found.Select(comparison => comparison.Status)];
        if (all.Length == 0) return ClaimStatus.NotRun;
        foreach (ClaimStatus decisive in (ClaimStatus[])[ClaimStatus.DoesNotHold, ClaimStatus.NotRun, ClaimStatus.NotDistinguishable])
        {
            if (all.Contains(decisive)) return decisive;
        }
        return ClaimStatus.Holds;
    }
}
