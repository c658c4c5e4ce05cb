using System.Diagnostics;

namespace Espalier.Bench;

/// <summary>Runs this program again as a process of its own.</summary>
internal static class Worker
{
    /// <summary>Gives what the process wrote.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is its own.</exception>
    public static string Run(params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        string[] before = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(Worker).Assembly.Location] : [];
        using Process process = Process.Start(new ProcessStartInfo(program, [.. before, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', arguments)} failed:\n{errors.Result}{output}");
        return output;
    }
}
