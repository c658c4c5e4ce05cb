using System.Diagnostics;

namespace Espalier.Run.Tests;

/// <summary>
/// Runs command lines: in this process, or by the program of machine code that ESPALIER_RUN names, which gets an environment where no .NET is found.
/// </summary>
internal static class RunProgram
{
    /// <summary>The program of machine code; null where there is none to be tested.</summary>
    public static string? Native { get; } = Environment.GetEnvironmentVariable("ESPALIER_RUN") is { Length: > 0 } path ? path : null;

    public static Outcome Run(params string[] args)
    {
        if (Native is not null) return Start(Native, args);
        using StringWriter output = new() { NewLine = "\n" }, errors = new() { NewLine = "\n" };
        int code = RunHost.RunAsync(args, output, errors).GetAwaiter().GetResult();
        return new Outcome(code, output.ToString(), errors.ToString());
    }

    /// <summary>Runs what must succeed, and gives what it prints.</summary>
    public static string Print(params string[] args) => Printed(Run(args));

    /// <summary>Runs the program as it is started by a user, in a process of its own.</summary>
    public static string PrintApart(params string[] args) => Printed(Native is null ? Start("dotnet", [typeof(RunHost).Assembly.Location, .. args]) : Start(Native, args));

    private static string Printed(Outcome outcome)
    {
        Assert.True(outcome.Code == 0, $"exit code {outcome.Code}: {outcome.Errors}");
        Assert.Equal("", outcome.Errors);
        return outcome.Output;
    }

    private static Outcome Start(string program, string[] args)
    {
        ProcessStartInfo start = new(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (program == Native)
        {
            start.Environment.Clear();
            start.Environment["PATH"] = "/nonexistent";
        }
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.ReplaceLineEndings("\n"), errors.GetAwaiter().GetResult().ReplaceLineEndings("\n"));
    }
}
