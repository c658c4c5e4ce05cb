using Espalier.Threads;

namespace Espalier.Tests.Threads;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_part_of_every_job_is_done_once(int threads)
    {
        using WorkerTeam team = new(threads);
        for (int round = 0; round < 3000; round++)
        {
            CountingJob job = new(round % 17);
            team.Run(job, job.Counts.Length);
            Assert.All(job.Counts, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Threads_that_fell_asleep_are_woken()
    {
        using WorkerTeam team = new(3);
        for (int round = 0; round < 20; round++)
        {
            Thread.Sleep(5);
            // No part ends before all three have begun: each needs a thread of its own.
            using Barrier all = new(3);
            team.Run(new Job((_, _) => Assert.True(all.SignalAndWait(TimeSpan.FromSeconds(30)))), 3);
        }
    }

    [Fact]
    public void Each_thread_begins_with_its_own_share_of_the_parts()
    {
        using WorkerTeam team = new(3);
        int[] workers = new int[9];
        for (int round = 0; round < 20; round++)
        {
            // Three parts of nine have to begin before one ends, which are then the first ones of the three shares.
            using Barrier all = new(3);
            int begun = 0;
            team.Run(new Job((part, worker) =>
            {
                workers[part] = worker;
                if (Interlocked.Increment(ref begun) <= 3) Assert.True(all.SignalAndWait(TimeSpan.FromSeconds(30)));
            }), 9);
            Assert.Equal([0, 1, 2], new[] { workers[0], workers[3], workers[6] });
        }
    }

    [Fact]
    public void No_two_parts_run_under_one_number_at_once()
    {
        using WorkerTeam team = new(4);
        int[] inside = new int[4];
        int most = 0;
        Job job = new((_, worker) =>
        {
            int now = Interlocked.Increment(ref inside[worker]);
            if (now > 1) Volatile.Write(ref most, now);
            Thread.SpinWait(50);
            Interlocked.Decrement(ref inside[worker]);
        });
        for (int round = 0; round < 500; round++) team.Run(job, 20);
        Assert.Equal(0, most);
    }

    [Fact]
    public void Several_callers_get_their_own_jobs_done()
    {
        using WorkerTeam team = new(2);
        Parallel.For(0, 4, _ =>
        {
            for (int round = 0; round < 1000; round++)
            {
                CountingJob job = new(9);
                team.Run(job, 9);
                Assert.All(job.Counts, count => Assert.Equal(1, count));
            }
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_a_part_throws_reaches_the_caller_and_the_team_goes_on(int threads)
    {
        using WorkerTeam team = new(threads);
        Exception error = Assert.ThrowsAny<Exception>(() => team.Run(new Job((part, _) => ArgumentOutOfRangeException.ThrowIfEqual(part, 5)), 9));
        Assert.IsType<ArgumentOutOfRangeException>(error);
        CountingJob next = new(9);
        team.Run(next, 9);
        Assert.All(next.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        using WorkerTeam team = new(2);
        CountingJob job = new(9);
        team.Run(job, 9);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++) team.Run(job, 9);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private sealed class CountingJob(int parts) : IParallelJob
    {
        public int[] Counts { get; } = new int[parts];

        public void Run(int part, int worker) => Interlocked.Increment(ref Counts[part]);
    }

    private sealed class Job(Action<int, int> run) : IParallelJob
    {
        public void Run(int part, int worker) => run(part, worker);
    }
}
