using System.Diagnostics;
using Espalier.Cli.Commands;
using Espalier.Training.Pipeline.Sweeps;

namespace Espalier.Cli;

/// <summary>Carries out a sweep's runs by `espalier run` in processes of their own, whose output goes to a file beside the run.</summary>
/// <param name="threads">Threads of each run; null leaves the choice to the run.</param>
internal sealed class SweepProcess(int? threads) : ISweepWorker
{
    // An interrupted run saves its state; after this it is ended by force, and goes on from its last state.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<string?> RunAsync(string recipePath, IReadOnlyList<string> overrides, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        string output = folder + ".txt";
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Where the dotnet host runs the program, it needs to be told which.
        if (Path.GetFileNameWithoutExtension(start.FileName).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "espalier.dll"));
        foreach (string argument in (string[])["run", recipePath, "--out", folder, RunCommand.ShareStages, .. overrides.SelectMany(change => (string[])["--set", change])])
            start.ArgumentList.Add(argument);
        if (threads is { } count) start.Environment["OMP_NUM_THREADS"] = $"{count}";
        using Process process = Process.Start(start)!;
        string errors = "";
        Task reading = Task.WhenAll(ReadOutput(), ReadErrors());
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(process).ConfigureAwait(false);
        }
        await reading.ConfigureAwait(false);
        string[] lines = errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return process.ExitCode == 0 ? null : $"exit code {process.ExitCode}: {string.Join(' ', lines)}";

        async Task ReadErrors() => errors = await process.StandardError.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);

        async Task ReadOutput()
        {
            await using FileStream file = new(output, FileMode.Create, FileAccess.Write, FileShare.Read);
            await process.StandardOutput.BaseStream.CopyToAsync(file, CancellationToken.None).ConfigureAwait(false);
        }
    }

    // Ctrl-C reaches the whole group of a terminal; a single SIGTERM does not, so the run is told.
    private static async Task StopAsync(Process process)
    {
        using CancellationTokenSource patience = new(Patience);
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
                await kill.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            }
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
