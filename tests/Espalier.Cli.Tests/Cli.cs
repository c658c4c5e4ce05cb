namespace Espalier.Cli.Tests;

/// <summary>Runs command lines in this process.</summary>
internal static class Cli
{
    public static Outcome Run(params string[] args)
    {
        using StringWriter output = new() { NewLine = "\n" }, errors = new() { NewLine = "\n" };
        int code = CommandLineHost.RunAsync(args, output, errors).GetAwaiter().GetResult();
        return new Outcome(code, output.ToString(), errors.ToString());
    }

    /// <summary>Runs what must succeed, and gives what it prints.</summary>
    public static string Print(params string[] args)
    {
        Outcome outcome = Run(args);
        Assert.True(outcome.Code == 0, $"exit code {outcome.Code}: {outcome.Errors}");
        Assert.Equal("", outcome.Errors);
        return outcome.Output;
    }
}
