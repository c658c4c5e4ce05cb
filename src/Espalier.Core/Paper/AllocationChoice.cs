namespace Espalier.Paper;

/// <summary>
/// The allocations that were tried at one sparsity (Si et al. 2023, appendix C.4), to be chosen by validation. How good a choice is, is told by the test of a seed that had no part in it.
/// Only allocations with all seeds of the search are weighed against each other.
/// </summary>
/// <param name="Tried">Each allocation, best on the validation of all seeds first.</param>
/// <param name="Seeds">The seeds that each of them has.</param>
/// <param name="Others">Allocations that were tried with some of the seeds only.</param>
public sealed record AllocationChoice(IReadOnlyList<TriedAllocation> Tried, IReadOnlyList<ulong> Seeds, IReadOnlyList<TriedAllocation> Others)
{
    private const string Pair = "lmh+lmh";

    /// <summary>Gathers the allocations of the search at a sparsity, and the uniform one of the core sweep if the search has none.</summary>
    public static AllocationChoice At(PaperResults results, double sparsity)
    {
        List<PaperSetting> all =
            [.. results.Settings.Where(setting => setting.Sweep == PaperSweeps.ModalitySearch && setting.Pair == Pair && setting.Sparsity == sparsity)];
        ModalityShares uniform = new(sparsity, sparsity, sparsity);
        if (!all.Exists(setting => SharesOf(setting) == uniform)) all.Add(new PaperSetting(PaperSweeps.Core, Pair, sparsity));
        List<TriedAllocation> tried =
        [
            .. all.Select(setting => new TriedAllocation(
                SharesOf(setting), setting, results.Values(setting, Measure.ValidationOod), results.Values(setting, Measure.Ood))),
        ];
        ulong[] seeds = [.. tried.Where(one => one.Setting.Sweep == PaperSweeps.ModalitySearch).SelectMany(one => one.Seeds).Distinct().Order()];
        ILookup<bool, TriedAllocation> complete = tried.Where(one => seeds.Intersect(one.Seeds).Any()).ToLookup(one => !seeds.Except(one.Seeds).Any());
        return new AllocationChoice([.. complete[true].OrderByDescending(one => seeds.Average(seed => one.Validation[seed]))], seeds, [.. complete[false]]);
    }

    /// <summary>
    /// The test accuracy of each seed under the best allocation by the validation of the other seeds; empty with fewer than two seeds.
    /// </summary>
    /// <param name="condition">Which allocations may be chosen.</param>
    public IReadOnlyDictionary<ulong, double> HeldOut(Func<ModalityShares, bool> condition)
    {
        TriedAllocation[] allowed = [.. Tried.Where(one => condition(one.Shares))];
        return Seeds.Count < 2 || allowed.Length == 0 ? new Dictionary<ulong, double>()
            : Seeds.ToDictionary(seed => seed, seed => allowed.MaxBy(one => Seeds.Where(other => other != seed).Average(other => one.Validation[other]))!.Test[seed]);
    }

    private static ModalityShares SharesOf(PaperSetting setting) =>
        ModalityShares.TryParse(setting.Variant, out ModalityShares? shares) ? shares : new ModalityShares(setting.Sparsity, setting.Sparsity, setting.Sparsity);
}
