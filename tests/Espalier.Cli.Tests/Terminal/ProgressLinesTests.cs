using Espalier.CommandLine;

namespace Espalier.Cli.Tests.Terminal;

public sealed class ProgressLinesTests
{
    [Fact]
    public void Numbers_that_say_different_things_stand_apart()
    {
        using StringWriter text = new() { NewLine = "\n" };
        Clock clock = new();
        ProgressLines lines = new(text.WriteLine, clock);
        lines.Report(new WorkProgress("pre-training", 0, 5504, "texts"));
        clock.Seconds = 10;
        lines.Report(new WorkProgress("pre-training", 1376, 5504, "texts", 2.31));
        lines.Report(new WorkProgress("sweep", 0, 2, "runs"));
        clock.Seconds = 40;
        lines.Report(new WorkProgress("sweep", 1, 2, "runs"));
        Assert.Equal(
            [
                "  0 %  pre-training: 0 texts", " 25 %  pre-training: 1,376 texts, 138 texts/s, loss 2.310, 30 s left",
                "  0 %  sweep: 0 runs", " 50 %  sweep: 1 runs, 2.0 runs/min, 30 s left",
            ],
            text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')));
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
