using System.Globalization;
using System.Text.Json;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Stages;
using MathNet.Numerics.Statistics;
using TorchSharp;

namespace Espalier.Bench.Steps;

/// <summary>
/// The library's training steps against plain TorchSharp's. In every round each subject is measured once, in a process of its own, in
/// an order that turns round with every round; ratios are medians over rounds of what was measured in the same round.
/// </summary>
internal sealed class StepBenchmark(StepCase step, int rounds, int threads, TextWriter output)
{
    private static readonly string[] Header =
        ["model", "stage", "setting", "ours ms", "plain ms", "plain / ours", "the same, CPU time", "stage 2 / stage 1", "ours peak GiB", "plain peak GiB"];

    private readonly Dictionary<Subject, List<Measurement>> _measured = [];

    /// <summary>The precision of a recipe that names none, on this machine.</summary>
    private static string DefaultPrecision { get; } = ModelFactory.ComputeType(new ModelOptions()) == torch.ScalarType.BFloat16 ? Subject.Half : Subject.Single;

    public void Run()
    {
        foreach (int stage in (int[])[1, 2]) output.WriteLine($"{step.Name}, stage {stage}: {Worker.Run(false, [BenchCommand.Check, .. Common(stage)]).Trim()}");
        Subject[] subjects = [.. Subjects()];
        for (int round = 0; round < rounds; round++)
        {
            foreach (Subject subject in round % 2 == 0 ? subjects : subjects.Reverse())
            {
                string answer = Worker.Run(
                    subject.Implementation == Subject.Plain,
                    [BenchCommand.Measure, .. Common(subject.Stage), "--implementation", subject.Implementation, "--precision", subject.Precision]);
                Measurement measurement = JsonSerializer.Deserialize<Measurement>(answer)!;
                if (!_measured.TryGetValue(subject, out List<Measurement>? list)) _measured[subject] = list = [];
                list.Add(measurement);
                output.WriteLine(FormattableString.Invariant(
                    $"round {round + 1}: {subject.Implementation} {subject.Precision} stage {subject.Stage}: {measurement.Milliseconds:0.0} ms"));
            }
        }
        if (DefaultPrecision != Subject.Half) output.WriteLine("bf16 is left out: this processor does not compute in it, and recipes take fp32");
        output.WriteLine();
        output.WriteLine(TextTable.Of([Header, .. subjects.Where(subject => subject.Implementation == Subject.Espalier).Select(Row)]));
    }

    private static IEnumerable<Subject> Subjects()
    {
        foreach (int stage in (int[])[1, 2])
        {
            yield return new Subject(Subject.Espalier, Subject.Single, stage);
            yield return new Subject(Subject.Plain, Subject.Single, stage);
            if (DefaultPrecision == Subject.Half) yield return new Subject(Subject.Espalier, Subject.Half, stage);
        }
    }

    private string[] Row(Subject ours)
    {
        Subject plain = new(Subject.Plain, Subject.Single, ours.Stage);
        string setting = ours.Precision == DefaultPrecision ? $"{ours.Precision} (default here)" : ours.Precision;
        return
        [
            step.Name,
            ours.Stage.ToString(CultureInfo.InvariantCulture),
            setting,
            Format(Milliseconds(ours), "0.0"),
            Format(Milliseconds(plain), "0.0"),
            Format(Ratio(plain, ours, m => m.Milliseconds), "0.00"),
            Format(Ratio(plain, ours, m => m.CpuMilliseconds), "0.00"),
            ours.Stage == 1 ? "" : Format(Ratio(ours, ours with { Stage = 1 }, m => m.Milliseconds), "0.00"),
            Format(PeakGiB(ours), "0.00"),
            Format(PeakGiB(plain), "0.00"),
        ];
    }

    private double Milliseconds(Subject subject) => Statistics.Median(_measured[subject].Select(m => m.Milliseconds));

    private double PeakGiB(Subject subject) => _measured[subject].Max(m => m.PeakBytes) / (double)(1 << 30);

    private double Ratio(Subject above, Subject below, Func<Measurement, double> time) =>
        Statistics.Median(_measured[above].Zip(_measured[below], (a, b) => time(a) / time(b)));

    private string[] Common(int stage) =>
        ["--model", step.Name, "--threads", threads.ToString(CultureInfo.InvariantCulture), "--stage", stage.ToString(CultureInfo.InvariantCulture)];

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
