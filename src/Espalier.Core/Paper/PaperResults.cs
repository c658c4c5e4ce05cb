using System.Globalization;
using Espalier.Metrics;

namespace Espalier.Paper;

/// <summary>What the sweeps of the paper's experiments found: every CSV file of a folder, parts of a sweep joined.</summary>
public sealed class PaperResults
{
    private const string Pair = "pair", Seed = "seed", Sparsity = "stage2.sparsity";

    private readonly Dictionary<PaperSetting, SortedDictionary<ulong, SweepRow>> rows = [];

    private PaperResults()
    {
    }

    /// <summary>Every setting with a finished run, in the order of the files.</summary>
    public IReadOnlyCollection<PaperSetting> Settings => rows.Keys;

    /// <summary>All seeds, in order.</summary>
    public IReadOnlyList<ulong> Seeds => [.. rows.Values.SelectMany(bySeed => bySeed.Keys).Distinct().Order()];

    /// <summary>The CSV files that were read.</summary>
    public IReadOnlyList<string> Files { get; private init; } = [];

    /// <summary>The CSV files whose names are of no sweep of the paper, which are not read.</summary>
    public IReadOnlyList<string> Unread { get; private init; } = [];

    /// <summary>Whether they are of models and data as large as the paper's, and not of the Orchard.</summary>
    public bool IsPaperScale { get; private init; }

    /// <summary>Finished runs.</summary>
    public int Runs => rows.Values.Sum(bySeed => bySeed.Count);

    /// <summary>Reads the CSV files of a folder that are called after a sweep (<see cref="PaperSweeps.Of"/>).</summary>
    /// <exception cref="InputException">
    /// The folder or a file cannot be read, a run has no pair or seed, one setting has two results for a seed, or the folder mixes results of the Orchard
    /// with results at the paper's scale.
    /// </exception>
    public static PaperResults Load(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException(folder, "folder", "nothing", "a folder with the results of sweeps, CSV");
        ILookup<bool, string> files = Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal).ToLookup(file => PaperSweeps.Of(file) is not null);
        ILookup<bool, string> byScale = files[true].ToLookup(PaperSweeps.IsPaperScale);
        if (byScale.Count > 1)
            throw new InputException(folder, byScale[true].First(), "results at the paper's scale beside results of the Orchard", "a folder for each");
        PaperResults results = new() { Files = [.. files[true]], Unread = [.. files[false]], IsPaperScale = byScale[true].Any() };
        foreach (string file in files[true])
        {
            foreach (SweepRow row in SweepTable.Load(file).Rows) results.Add(row, PaperSweeps.Of(file)!, file);
        }
        return results;
    }

    /// <summary>Joins rows of one sweep.</summary>
    /// <param name="sweep">One of <see cref="PaperSweeps"/>.</param>
    /// <param name="models">The sweep's rows.</param>
    public static PaperResults Of(string sweep, IEnumerable<SweepRow> models)
    {
        PaperResults results = new();
        foreach (SweepRow row in models) results.Add(row, sweep, sweep);
        return results;
    }

    /// <summary>The scores of a setting by seed; without those seeds whose runs have none.</summary>
    public IReadOnlyDictionary<ulong, double> Values(PaperSetting setting, Measure measure)
    {
        Dictionary<ulong, double> values = [];
        if (!rows.TryGetValue(setting, out SortedDictionary<ulong, SweepRow>? bySeed)) return values;
        foreach ((ulong seed, SweepRow row) in bySeed)
        {
            if (measure.Of(row) is { } value) values.Add(seed, value);
        }
        return values;
    }

    /// <summary>A setting's score over its seeds; null where nothing was measured.</summary>
    public SeedStatistics? Over(PaperSetting setting, Measure measure) =>
        Values(setting, measure) is { Count: > 0 } values ? SeedStatistics.Of([.. values.Values]) : null;

    private void Add(SweepRow row, string sweep, string file)
    {
        string place = $"run {row.Run}";
        if (!row.Axes.TryGetValue(Pair, out string? pair)) throw new InputException(file, place, "no pair", "the objectives of its stages on the axis pair");
        if (!ulong.TryParse(row.Axes.GetValueOrDefault(Seed), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
            throw new InputException(file, place, $"the seed '{row.Axes.GetValueOrDefault(Seed)}'", "a whole number on the axis seed");
        string sparsity = row.Axes.GetValueOrDefault(Sparsity, "0");
        if (!double.TryParse(sparsity, NumberStyles.Float, CultureInfo.InvariantCulture, out double zeros))
            throw new InputException(file, place, $"the sparsity '{sparsity}'", "a number from 0 to 1");
        string variant = string.Join(", ", row.Axes.Where(axis => axis.Key is not (Pair or Seed or Sparsity)).Select(axis => axis.Value));
        if (sweep == PaperSweeps.ModalitySearch && !ModalityShares.TryParse(variant, out _))
            throw new InputException(file, place, $"the allocation '{variant}'", "sparsities of language, vision and cross, such as 0.6/0.0364/0.6");
        PaperSetting setting = new(sweep, pair, zeros, variant);
        if (!rows.TryGetValue(setting, out SortedDictionary<ulong, SweepRow>? bySeed)) rows.Add(setting, bySeed = []);
        if (bySeed.TryAdd(seed, row)) return;
        SweepRow first = bySeed[seed];
        if (first.Model != row.Model)
            throw new InputException(file, place, $"the models {first.Model} and {row.Model} with the same settings", "one model for each setting and seed");
        if (!IsSame(first, row))
            throw new InputException(file, place, $"results of {row.Model} that differ from those of another run with the same settings",
                "each run once, or twice with the same results");
    }

    private static bool IsSame(SweepRow first, SweepRow second)
    {
        (ShortcutScores? one, ShortcutScores? other) = (first.Accuracy.Shortcuts, second.Accuracy.Shortcuts);
        bool sameSets = one is null || other is null ? one == other : one with { Sets = other.Sets } == other && Sorted(one).SequenceEqual(Sorted(other));
        return sameSets && first.Sparsity == second.Sparsity && first.Kept == second.Kept && first.Validation == second.Validation
            && first.Accuracy with { Shortcuts = null } == second.Accuracy with { Shortcuts = null };
    }

    private static IEnumerable<KeyValuePair<string, double?>> Sorted(ShortcutScores scores) => scores.Sets.OrderBy(set => set.Key, StringComparer.Ordinal);
}
