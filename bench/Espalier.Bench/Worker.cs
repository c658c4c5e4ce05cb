using System.Diagnostics;

namespace Espalier.Bench;

/// <summary>Runs this program again as a process of its own.</summary>
internal static class Worker
{
    private const string SpinCount = "GOMP_SPINCOUNT";

    /// <summary>Gives what the process wrote.</summary>
    /// <param name="waitByDefault">Whether libtorch's threads wait as they do in a program that says nothing, and not as the library tells them to.</param>
    /// <param name="arguments">Its command line.</param>
    /// <exception cref="InvalidOperationException">It failed; the message is its own.</exception>
    public static string Run(bool waitByDefault, params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        string[] before = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(Worker).Assembly.Location] : [];
        ProcessStartInfo start = new(program, [.. before, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // What libgomp takes for itself where there are no more threads than processors.
        if (waitByDefault) start.Environment.TryAdd(SpinCount, "300000");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', arguments)} failed:\n{errors.Result}{output}");
        return output;
    }
}
