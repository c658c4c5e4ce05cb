namespace Espalier.Paper;

/// <summary>
/// The allocations that were tried at one sparsity, chosen by validation: the test tells how good the choice is, and has no part in it. Only
/// allocations with the same seeds are weighed against each other.
/// </summary>
/// <param name="Tried">Each with its mean validation accuracy out of distribution over the seeds, best first.</param>
public sealed record AllocationChoice(IReadOnlyList<(ModalityShares Shares, PaperSetting Setting, double Validation)> Tried)
{
    private const string Pair = "lmh+lmh";

    /// <summary>Gathers the allocations of the search at a sparsity, and the uniform one of the core sweep if the search has none.</summary>
    public static AllocationChoice At(PaperResults results, double sparsity)
    {
        List<PaperSetting> all =
            [.. results.Settings.Where(setting => setting.Sweep == PaperSweeps.ModalitySearch && setting.Pair == Pair && setting.Sparsity == sparsity)];
        ModalityShares uniform = new(sparsity, sparsity, sparsity);
        if (!all.Exists(setting => SharesOf(setting) == uniform)) all.Add(new PaperSetting(PaperSweeps.Core, Pair, sparsity));
        var tried = all.Select(setting => (Setting: setting, Scores: results.Values(setting, Measure.ValidationOod)))
            .Where(candidate => candidate.Scores.Count > 0).ToList();
        ulong[] seeds = tried.Where(candidate => candidate.Setting.Sweep == PaperSweeps.ModalitySearch).Select(candidate => candidate.Scores.Keys.Order().ToArray())
            .MaxBy(keys => keys.Length) ?? [];
        return new AllocationChoice([
            .. tried.Where(candidate => seeds.Length > 0 && seeds.All(candidate.Scores.ContainsKey))
                .Select(candidate => (SharesOf(candidate.Setting), candidate.Setting, Validation: seeds.Average(seed => candidate.Scores[seed])))
                .OrderByDescending(candidate => candidate.Validation),
        ]);
    }

    /// <summary>The best by validation among those that a condition holds for; null if there is none.</summary>
    public PaperSetting? Best(Func<ModalityShares, bool> condition) =>
        Tried.Where(candidate => condition(candidate.Shares)).Select(candidate => candidate.Setting).FirstOrDefault();

    private static ModalityShares SharesOf(PaperSetting setting) =>
        ModalityShares.TryParse(setting.Variant, out ModalityShares? shares) ? shares : new ModalityShares(setting.Sparsity, setting.Sparsity, setting.Sparsity);
}
