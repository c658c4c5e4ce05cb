using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Espalier.Metrics;

/// <summary>
/// The results of a sweep as a CSV file, a line a model. It holds no times, so that the same sweep gives the same file however often it was
/// interrupted. Empty fields stand for "not measured".
/// </summary>
/// <param name="Axes">The names of the axes.</param>
/// <param name="Rows">The models, in the sweep's order.</param>
public sealed record SweepTable(IReadOnlyList<string> Axes, IReadOnlyList<SweepRow> Rows)
{
    private const string Run = "run", Model = "model", Sparsity = "sparsity", Kept = "kept", ValidationId = "validation_id", ValidationOod = "validation_ood";
    private static readonly string[] Types = ["all", "yes/no", "number", "other"];
    private static readonly string[] Measured = [Model, Sparsity, Kept, ValidationId, ValidationOod, .. Types.Select(type => $"id_{type}"), .. Types.Select(type => $"ood_{type}")];
    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    /// <summary>Writes the table, whole or not at all.</summary>
    public void Save(string path)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        using (CsvWriter csv = new(text, Format))
        {
            foreach (string column in (string[])[Run, .. Axes, .. Measured]) csv.WriteField(column);
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
            if (header.Length <= Measured.Length || header[0] != Run || !header.AsSpan(header.Length - Measured.Length).SequenceEqual(Measured))
                throw new InputException(path, "line 1", string.Join(',', header), $"{Run}, the axes, {string.Join(", ", Measured)}");
            string[] axes = header[1..^Measured.Length];
            List<SweepRow> rows = [];
            while (csv.Read()) rows.Add(ReadRow(csv, axes));
            return new SweepTable(axes, rows);
        }
        catch (CsvHelperException error)
        {
            throw new InputException(path, $"line {csv.Parser.RawRow}", error.Message.Split('\n')[0].Trim(), "fields of the columns' kinds", error);
        }
    }

    private static SweepRow ReadRow(CsvReader csv, string[] axes)
    {
        return new SweepRow
        {
            Run = csv.GetField(Run)!,
            Axes = axes.Select(axis => KeyValuePair.Create(axis, csv.GetField(axis)!)).Where(pair => pair.Value.Length > 0).ToDictionary(),
            Model = csv.GetField(Model)!,
            Sparsity = csv.GetField<double>(Sparsity),
            Kept = csv.GetField<long>(Kept),
            Validation = new ValidationScores(Number(ValidationId), Number(ValidationOod)),
            Accuracy = new ModelAccuracy(Accuracy("id"), Accuracy("ood")),
        };

        double? Number(string column) => csv.GetField<double?>(column);

        TypeAccuracy? Accuracy(string part)
        {
            double?[] values = [.. Types.Select(type => Number($"{part}_{type}"))];
            return values.All(value => value is null) ? null : new TypeAccuracy { All = values[0], YesNo = values[1], Number = values[2], Other = values[3] };
        }
    }
}
