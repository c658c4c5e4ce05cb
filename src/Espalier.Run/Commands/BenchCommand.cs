using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Espalier.Answering;
using Espalier.CommandLine;
using Espalier.Kernels;
using Espalier.Run.Benching;
using Espalier.Tables;

namespace Espalier.Run.Commands;

/// <summary>`bench`: how long a packed model takes for a question on this machine.</summary>
internal static class BenchCommand
{
    private const int MostTogether = 4_096;

    public static Command Create(TextWriter output)
    {
        var (file, threads) = (ModelOptions.File(), ModelOptions.Threads());
        Option<CommaList<ListedNumber>> batch = CommaLists.Wholes("--batch", "How many questions are asked together; several numbers are measured one after the other.", "1,4,16,64", MostTogether);
        var seconds = new Option<double>("--seconds") { Description = "How long each of them is measured.", HelpName = "s", DefaultValueFactory = _ => 2 };
        seconds.Require(value => value is > 0 and <= 3_600, "more than 0, at most 3600");
        var command = new Command("bench", "Measures the time that a packed model takes for a question: the longest that it reads, about a random picture, of the most regions if it reads those.")
        {
            file, batch, threads, seconds,
        };
        command.SetAction((parsed, cancellation) =>
        {
            int[] sizes = [.. parsed.GetValue(batch)!.Values.Select(number => (int)number.Value)];
            string path = parsed.GetRequiredValue(file);
            PackedModelOptions options = new() { Threads = parsed.GetValue(threads), Batch = sizes.Max() };
            long start = Stopwatch.GetTimestamp();
            using PackedModel model = PackedModel.Open(path, options);
            double opened = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            QuestionBenchmark benchmark = new(model);
            benchmark.AskOnce();
            double answered = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            string compiled = RuntimeFeature.IsDynamicCodeCompiled ? "just in time" : "ahead of time";
            output.WriteLine($"kernels: {KernelSet.Best.Name}, compiled {compiled}");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{options.Threads} thread(s); {benchmark.Pieces} word pieces and {benchmark.Picture} a question; opened in {opened:0.0} ms, first answer after {answered:0.0} ms"));
            TimeSpan each = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            output.Write(new ReportTable("", [new("", "batch"), new("ms per question", "median"), new("", "fastest"), new("", "nine of ten within"), new("", "questions per second")],
                [.. sizes.Select(size => Row(benchmark.Run(size, each, cancellation)))]).ToText());
            // 0 where the system does not tell it.
            long held = Environment.WorkingSet;
            output.WriteLine($"the process holds {Show.Bytes(held > 0 ? held : null)}; the file has {Show.Bytes(new FileInfo(path).Length)}");
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static ReportRow Row(QuestionTimes times) => new(null,
    [
        new(Show.Count(times.Batch)), new(Show.Number(times.Median, "0.000")), new(Show.Number(times.Fastest, "0.000")), new(Show.Number(times.NineOfTen, "0.000")),
        new(Show.Count((long)(1_000 / times.Median))),
    ]);
}
