using System.Globalization;
using System.Text.Json;

namespace Espalier.Bench.Steps;

/// <summary>Peak memory and time of a step of the base model, with what recipes offer to save memory. Each setting is a process of its own.</summary>
internal sealed class MemoryBenchmark(int threads, TextWriter output)
{
    private static readonly (string Name, int Batch, string[] Options)[] Settings =
    [
        ("batch 8", 8, []),
        ("batch 8, recomputed", 8, ["--recompute"]),
        ("batch 32", 32, []),
        ("batch 32, recomputed", 32, ["--recompute"]),
        ("batch 32 in parts of 8", 32, ["--micro-batch", "8"]),
    ];

    public void Run()
    {
        List<string[]> rows = [["setting", "stage", "precision", "ms a step", "peak GiB", "GFLOP/s", "of the matmul rate"]];
        foreach ((string name, int batch, string[] options) in Settings)
        {
            foreach ((int stage, string precision) in new[] { (1, Subject.Single), (1, Subject.Half), (2, Subject.Single), (2, Subject.Half) })
            {
                Measurement measured = JsonSerializer.Deserialize<Measurement>(Worker.Run(
                    false,
                    [BenchCommand.Measure, "--model", "base", "--threads", Text(threads), "--stage", Text(stage), "--precision", precision, "--batch", Text(batch), .. options]))!;
                double rate = (StepCase.Of("base") with { Batch = batch }).Flops() / measured.Milliseconds * 1000;
                rows.Add([
                    name, Text(stage), precision, Text(measured.Milliseconds, "0"), Text(measured.PeakBytes / (double)(1 << 30), "0.00"),
                    Text(rate / 1e9, "0"), Text(100 * rate / measured.MatmulRate, "0") + " %"]);
                output.WriteLine(string.Join("  ", rows[^1]));
            }
        }
        output.WriteLine();
        output.WriteLine(TextTable.Of(rows));
    }

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
