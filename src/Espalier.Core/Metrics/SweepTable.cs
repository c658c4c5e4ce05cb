using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Espalier.Data;

namespace Espalier.Metrics;

/// <summary>
/// The results of a sweep as a CSV file, a line a model. It holds no times, so that the same sweep gives the same file however often it was
/// interrupted. Empty fields stand for "not measured". Columns of <see cref="ShortcutScores"/> are there only where the sweep measured any.
/// </summary>
/// <param name="Axes">The names of the axes.</param>
/// <param name="Rows">The models, in the sweep's order.</param>
public sealed record SweepTable(IReadOnlyList<string> Axes, IReadOnlyList<SweepRow> Rows)
{
    private const string Run = "run", Model = "model", Sparsity = "sparsity", Kept = "kept", ValidationId = "validation_id", ValidationOod = "validation_ood";
    private static readonly string[] Types = ["all", "yes/no", "number", "other"];
    private static readonly string[] Measured = [Model, Sparsity, Kept, ValidationId, ValidationOod, .. Types.Select(type => $"id_{type}"), .. Types.Select(type => $"ood_{type}")];
    private static readonly string[] ShortcutMeans = ["iid", "ood_mean", "ood_lang", "ood_vis", "ood_crsm"];
    private static readonly string[] Shortcuts = [.. ShortcutMeans, .. VqaVsReader.Shortcuts];
    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    /// <summary>Writes the table, whole or not at all.</summary>
    public void Save(string path)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        bool shortcuts = Rows.Any(row => row.Accuracy.Shortcuts is not null);
        using (CsvWriter csv = new(text, Format))
        {
            foreach (string column in (string[])[Run, .. Axes, .. Measured, .. shortcuts ? Shortcuts : []]) csv.WriteField(column);
            csv.NextRecord();
            foreach (SweepRow row in Rows)
            {
                csv.WriteField(row.Run);
                foreach (string axis in Axes) csv.WriteField(row.Axes.GetValueOrDefault(axis, ""));
                csv.WriteField(row.Model);
                csv.WriteField(row.Sparsity);
                csv.WriteField(row.Kept);
                csv.WriteField(row.Validation.Id);
                csv.WriteField(row.Validation.Ood);
                foreach (TypeAccuracy? accuracy in (TypeAccuracy?[])[row.Accuracy.Id, row.Accuracy.Ood])
                {
                    foreach (double? value in (double?[])[accuracy?.All, accuracy?.YesNo, accuracy?.Number, accuracy?.Other]) csv.WriteField(value);
                }
                if (shortcuts) WriteShortcuts(csv, row.Accuracy.Shortcuts);
                csv.NextRecord();
            }
        }
        AtomicFile.WriteAllText(path, text.ToString());
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InputException">The file is missing, or not such a table.</exception>
    public static SweepTable Load(string path)
    {
        if (!File.Exists(path)) throw new InputException(path, "file", "nothing", "the results of a sweep");
        using StreamReader text = new(path);
        using CsvReader csv = new(text, Format);
        try
        {
            if (!csv.Read() || !csv.ReadHeader()) throw new InputException(path, "line 1", "nothing", "the names of the columns");
            string[] header = csv.HeaderRecord!;
            bool shortcuts = EndsWith(header, Shortcuts);
            string[] settings = shortcuts ? header[..^Shortcuts.Length] : header;
            if (settings.Length <= Measured.Length || settings[0] != Run || !EndsWith(settings, Measured))
                throw new InputException(
                    path, "line 1", string.Join(',', header), $"{Run}, the axes, {string.Join(", ", Measured)}, and with shortcuts {string.Join(", ", Shortcuts)}");
            string[] axes = settings[1..^Measured.Length];
            if (header.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
                throw new InputException(path, "line 1", $"the column {twice.Key} twice", "each column once");
            List<SweepRow> rows = [];
            while (csv.Read()) rows.Add(ReadRow(csv, axes, shortcuts));
            return new SweepTable(axes, rows);
        }
        catch (CsvHelperException error)
        {
            throw new InputException(path, $"line {csv.Parser.RawRow}", error.Message.Split('\n')[0].Trim(), "fields of the columns' kinds", error);
        }
    }

    private static bool EndsWith(string[] header, string[] columns) => header.Length >= columns.Length && header.AsSpan(header.Length - columns.Length).SequenceEqual(columns);

    private static void WriteShortcuts(CsvWriter csv, ShortcutScores? scores)
    {
        foreach (double? value in (double?[])[scores?.Iid, scores?.OodMean, scores?.OodLang, scores?.OodVis, scores?.OodCrossModal]) csv.WriteField(value);
        foreach (string set in VqaVsReader.Shortcuts) csv.WriteField(scores?.Sets.GetValueOrDefault(set));
    }

    private static SweepRow ReadRow(CsvReader csv, string[] axes, bool shortcuts)
    {
        return new SweepRow
        {
            Run = csv.GetField(Run)!,
            Axes = axes.Select(axis => KeyValuePair.Create(axis, csv.GetField(axis)!)).Where(pair => pair.Value.Length > 0).ToDictionary(),
            Model = csv.GetField(Model)!,
            Sparsity = csv.GetField<double>(Sparsity),
            Kept = csv.GetField<long>(Kept),
            Validation = new ValidationScores(Number(ValidationId), Number(ValidationOod)),
            Accuracy = new ModelAccuracy(Accuracy("id"), Accuracy("ood")) { Shortcuts = shortcuts ? ShortcutsOf() : null },
        };

        double? Number(string column) => csv.GetField<double?>(column);

        TypeAccuracy? Accuracy(string part)
        {
            double?[] values = [.. Types.Select(type => Number($"{part}_{type}"))];
            return values.All(value => value is null) ? null : new TypeAccuracy { All = values[0], YesNo = values[1], Number = values[2], Other = values[3] };
        }

        ShortcutScores? ShortcutsOf()
        {
            double?[] means = [.. ShortcutMeans.Select(Number)];
            Dictionary<string, double?> sets = VqaVsReader.Shortcuts.ToDictionary(set => set, Number);
            return means.Concat(sets.Values).All(value => value is null) ? null : new ShortcutScores
            {
                Iid = means[0], OodMean = means[1], OodLang = means[2], OodVis = means[3], OodCrossModal = means[4], Sets = sets,
            };
        }
    }
}
