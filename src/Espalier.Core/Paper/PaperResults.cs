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

    /// <summary>The CSV files whose names are of no sweep of the paper, which are not read.</summary>
    public IReadOnlyList<string> Unread { get; private init; } = [];

    /// <summary>Finished runs.</summary>
    public int Runs => rows.Values.Sum(bySeed => bySeed.Count);

    /// <summary>Reads the CSV files of a folder that are called after a sweep of <see cref="PaperSweeps"/>, or after it and a part.</summary>
    /// <exception cref="InputException">The folder or a file cannot be read, a run has no pair or seed, or one run has two results.</exception>
    public static PaperResults Load(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException(folder, "folder", "nothing", "a folder with the results of sweeps, CSV");
        ILookup<bool, string> files = Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal).ToLookup(file => PaperSweeps.Of(file) is not null);
        PaperResults results = new() { Unread = [.. files[false]] };
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

    /// <summary>The parameters that a setting keeps; null where it was not run.</summary>
    public long? Kept(PaperSetting setting) =>
        rows.TryGetValue(setting, out SortedDictionary<ulong, SweepRow>? bySeed) ? bySeed.Values.First().Kept : null;

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
        if (!IsSame(bySeed[seed], row))
            throw new InputException(file, place, "results that differ from those of another file", "each run once, or twice with the same results");
    }

    private static bool IsSame(SweepRow first, SweepRow second) => first.Validation == second.Validation
        && first.Accuracy with { Shortcuts = null } == second.Accuracy with { Shortcuts = null }
        && first.Accuracy.Shortcuts?.OodMean == second.Accuracy.Shortcuts?.OodMean;
}
