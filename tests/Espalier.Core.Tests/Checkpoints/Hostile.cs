using System.Diagnostics;

namespace Espalier.Tests.Checkpoints;

/// <summary>What every reader owes to a broken file: the right exception, soon, without allocating much.</summary>
internal static class Hostile
{
    /// <param name="read">Opens the file and reads what is in it.</param>
    /// <param name="path">The file, which the message must name.</param>
    /// <param name="message">A part of the message.</param>
    /// <param name="mostBytes">How much may be allocated.</param>
    public static void AssertRefused(Action<string> read, string path, string message, long mostBytes = 1 << 20)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch watch = Stopwatch.StartNew();
        InputException error = Assert.Throws<InputException>(() => read(path));
        // A fraction of a second, but the machine may be busy with other tests.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, mostBytes);
        Assert.Equal(path, error.File);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
