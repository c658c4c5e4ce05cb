using Espalier.Testing;
using Espalier.Training.Pipeline.Sweeps;
using Microsoft.Extensions.Logging.Abstractions;

namespace Espalier.Training.Tests.Pipeline.Sweeps;

public sealed class SweepRunnerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Sweep sweep;
    private readonly SweepFolder runs;

    public SweepRunnerTests()
    {
        File.WriteAllText(folder.File("recipe.yaml"), "name: a\ndata: { source: orchard }\nstage2: {}\n");
        File.WriteAllText(folder.File("sweep.yaml"), """
            name: s
            recipe: recipe.yaml
            grids:
              - stage1.objective: [bce, lpf]
                stage2.sparsity: [0.5, 0.7, 0.9]
            """);
        sweep = Sweep.Read(folder.File("sweep.yaml"), [], _ => []);
        runs = new SweepFolder(folder.File("out"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Runs_with_the_same_stage_1_wait_for_the_first_of_them()
    {
        Worker worker = new() { Crowd = 4 };
        Assert.Empty(await Runner(worker).RunAsync(4, CancellationToken.None));

        Assert.Equal(6, worker.Started.Count);
        // Two at first, one for each stage 1; the other four together once these are trained.
        Assert.Equal([1, 2], worker.Together[..2]);
        Assert.Equal(["objective-bce_sparsity-0.5", "objective-lpf_sparsity-0.5"], worker.Started[..2]);
        Assert.Equal(4, worker.Together.Max());
    }

    [Fact]
    public async Task A_failed_run_is_told_and_the_others_go_on()
    {
        Worker worker = new() { Fails = "objective-bce_sparsity-0.7" };
        (SweepPoint point, string error) = Assert.Single(await Runner(worker).RunAsync(1, CancellationToken.None));

        Assert.Equal(("objective-bce_sparsity-0.7", "no space"), (point.Name, error));
        Assert.Equal(5, sweep.Points.Count(runs.IsDone));
    }

    [Fact]
    public async Task A_worker_that_breaks_down_has_failed_in_that_run_alone()
    {
        Worker worker = new() { Breaks = "objective-bce_sparsity-0.7" };
        (SweepPoint point, string error) = Assert.Single(await Runner(worker).RunAsync(2, CancellationToken.None));

        Assert.Equal(("objective-bce_sparsity-0.7", "no process"), (point.Name, error));
        Assert.Equal(5, sweep.Points.Count(runs.IsDone));
    }

    [Fact]
    public async Task A_sweep_that_was_stopped_does_only_what_is_left()
    {
        using CancellationTokenSource stop = new();
        Worker first = new() { StopsAt = ("objective-lpf_sparsity-0.5", stop) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Runner(first).RunAsync(1, stop.Token));
        Worker second = new();
        await Runner(second).RunAsync(1, CancellationToken.None);

        Assert.Equal(["objective-lpf_sparsity-0.5", "objective-lpf_sparsity-0.7", "objective-lpf_sparsity-0.9"], second.Started);
    }

    [Fact]
    public async Task Runs_that_were_done_with_other_settings_are_not_mixed_in()
    {
        string done = runs.RunPath(sweep.Points[2]);
        Directory.CreateDirectory(Path.Combine(done, "model"));
        await File.WriteAllTextAsync(Path.Combine(done, "model", "config.json"), "{}", CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(done, "effective.yaml"), "name: another\n", CancellationToken.None);
        Worker worker = new();
        InputException error = await Assert.ThrowsAsync<InputException>(() => Runner(worker).RunAsync(1, CancellationToken.None));

        Assert.Contains(sweep.Points[2].Name, error.File, StringComparison.Ordinal);
        Assert.Empty(worker.Started);
    }

    private SweepRunner Runner(Worker worker) => new(sweep, runs, worker, NullLogger.Instance);

    private sealed class Worker : ISweepWorker
    {
        private readonly TaskCompletionSource crowded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int now;

        public List<string> Started { get; } = [];

        public List<int> Together { get; } = [];

        /// <summary>After the first two, runs wait until so many are under way; 0 waits for none.</summary>
        public int Crowd { get; init; }

        public string? Fails { get; init; }

        public string? Breaks { get; init; }

        public (string Run, CancellationTokenSource Stop) StopsAt { get; init; }

        public async Task<string?> RunAsync(string recipePath, IReadOnlyList<string> overrides, string folder, CancellationToken cancellation)
        {
            string name = Path.GetFileName(folder);
            Started.Add(name);
            Together.Add(Interlocked.Increment(ref now));
            if (Together[^1] == Crowd) crowded.TrySetResult();
            if (Crowd > 0 && Started.Count > 2) await crowded.Task.WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
            else await Task.Delay(20, CancellationToken.None);
            Interlocked.Decrement(ref now);
            if (name == StopsAt.Run)
            {
                await StopsAt.Stop.CancelAsync();
                return "exit code 130";
            }
            if (name == Fails) return "no space";
            if (name == Breaks) throw new IOException("no process");
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "summary.json"), "{}", CancellationToken.None);
            return null;
        }
    }
}
