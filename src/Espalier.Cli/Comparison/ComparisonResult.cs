using System.Globalization;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Espalier.Reports.Pictures;
using Espalier.Tables;

namespace Espalier.Cli.Comparison;

/// <summary>What came out of a comparison.</summary>
/// <param name="Backbone">lxmert, visualbert or mplug.</param>
/// <param name="Size">tiny or base.</param>
/// <param name="Words">Word pieces of each question.</param>
/// <param name="Regions">Regions of each picture; null where it is read by pixels.</param>
/// <param name="Pixels">Width and height of each picture in pixels; null where its regions are read.</param>
/// <param name="Rounds">Rounds; times are medians over them.</param>
/// <param name="Machine">What it ran on.</param>
/// <param name="Rows">What was measured.</param>
internal sealed record ComparisonResult(string Backbone, string Size, int Words, int? Regions, int? Pixels, int Rounds, ComparisonMachine Machine, IReadOnlyList<ComparisonRow> Rows)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly CsvConfiguration Csv = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    /// <summary>All of it, as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>The rows as CSV, the model's name in each.</summary>
    public string ToCsv()
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        using (CsvWriter csv = new(text, Csv))
        {
            csv.WriteRecords(Rows.Select(row => new
            {
                backbone = Backbone, size = Size, engine = row.Engine, allocation = row.Allocation, sparsity = row.Sparsity, batch = row.Batch, threads = row.Threads,
                median_ms = row.MedianMs, median_cpu_ms = row.MedianCpuMs, faster_dense = row.FasterDense, speed_up = row.SpeedUp, cpu_speed_up = row.CpuSpeedUp,
                logit_difference = row.LogitDifference,
            }));
        }
        return text.ToString();
    }

    /// <summary>The rows of one batch and number of threads as a table.</summary>
    public static ReportTable Table(IReadOnlyList<ComparisonRow> rows) => new(
        string.Create(CultureInfo.InvariantCulture, $"{Setting(rows[0].Batch, rows[0].Threads)}, against {rows[0].FasterDense}, the faster dense one in fp32"),
        [
            new("", "engine", IsNumeric: false), new("", "allocation", IsNumeric: false), new("", "sparsity (%)"), new("", "ms"), new("", "speed-up"), new("", "by CPU time"),
            new("", "logits differ by"),
        ],
        [
            .. rows.Select(row => new ReportRow(null,
            [
                new(row.Engine), new(row.Allocation), Cell(100 * row.Sparsity, "0.##"), Cell(row.MedianMs, "0.00"), Cell(row.SpeedUp, "0.00"), Cell(row.CpuSpeedUp, "0.00"),
                Cell(row.LogitDifference, "0.0e+0"),
            ])),
        ]);

    /// <summary>Speed-up over sparsity. What the others are compared with is left out: it is as fast as itself.</summary>
    /// <param name="name">The picture's name.</param>
    public Picture Draw(string name)
    {
        var curves = Rows
            .Where(row => row.Engine != row.FasterDense)
            .GroupBy(row => (row.Engine, row.Allocation, Setting: Setting(row.Batch, row.Threads)));
        return SpeedPicture.Draw(name, $"Speed-up over the faster dense engine in fp32: {Backbone}, {Size}", [.. curves.Select(curve => new SpeedCurve(
            curve.Key.Engine, curve.Key.Setting, KindOf(curve.Key.Allocation), curve.Key.Allocation,
            [.. curve.OrderBy(row => row.Sparsity).Select(row => new SpeedPoint(row.Sparsity, row.SpeedUp))]))]);
    }

    private static SpeedCurveKind KindOf(string allocation) => allocation switch
    {
        SparsityPoint.NoZeros => SpeedCurveKind.Dense,
        ModalitySparsity.UniformName => SpeedCurveKind.Curve,
        _ => SpeedCurveKind.Points,
    };

    /// <summary>"8 questions, 1 thread".</summary>
    internal static string Setting(int batch, int threads) => $"{Counted(batch, "question")}, {Counted(threads, "thread")}";

    private static string Counted(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static ReportCell Cell(double value, string format) => new(Show.Number(value, format));
}
