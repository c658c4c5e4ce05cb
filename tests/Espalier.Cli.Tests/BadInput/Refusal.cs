using System.Diagnostics;

namespace Espalier.Cli.Tests.BadInput;

/// <summary>What every verb owes to a broken file: exit code 2 and a message with file and place, soon, without allocating much.</summary>
internal static class Refusal
{
    private const long MostBytes = 64 << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <param name="file">The file, or its end, which the message must name.</param>
    /// <param name="place">Another part of the message: the place, or what is there.</param>
    /// <param name="args">The command line.</param>
    public static void Assert(string file, string place, params string[] args)
    {
        long before = GC.GetTotalAllocatedBytes();
        long start = Stopwatch.GetTimestamp();
        Outcome outcome = Cli.Run(args);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        long allocated = GC.GetTotalAllocatedBytes() - before;
        Xunit.Assert.True(outcome.Code == 2, $"exit code {outcome.Code}: {outcome.Errors}");
        Xunit.Assert.StartsWith("espalier: ", outcome.Errors, StringComparison.Ordinal);
        Xunit.Assert.Single(outcome.Errors.TrimEnd('\n').Split('\n'));
        Xunit.Assert.Contains(file, outcome.Errors, StringComparison.Ordinal);
        Xunit.Assert.Contains(place, outcome.Errors, StringComparison.Ordinal);
        Xunit.Assert.True(time < Longest, $"{time}");
        Xunit.Assert.True(allocated < MostBytes, $"{allocated:N0} bytes");
    }
}
