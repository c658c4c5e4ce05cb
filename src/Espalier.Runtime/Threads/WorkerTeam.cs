using System.Runtime.ExceptionServices;

namespace Espalier.Threads;

/// <summary>
/// A fixed number of threads that do the parts of one job at a time together with the caller. Each begins with a range of its own, of parts that follow each other, and
/// then takes what is left of others': in jobs that are cut alike it meets the data that it has in its caches from the one before.
/// Idle threads watch for the next job for some microseconds, since a model's steps follow each other closely, and then sleep. Nothing is allocated.
/// A caller who finds the team busy does its job alone. Safe to use from several threads.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    // Tickets lie so far apart that threads do not wait for each other's.
    private const int NumberShift = 32, Apart = 16;
    private const int Closed = int.MaxValue;

    private readonly Worker[] _workers;

    // Of each range, the job's number in the upper half, the next part in the lower one.
    private readonly long[] _tickets;
    private int _left, _parts, _busy, _number;
    private IParallelJob? _job;
    private Exception? _error;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">How many there are with the caller, at least 1.</param>
    public WorkerTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _tickets = new long[(threads + 1) * Apart];
        _workers = [.. Enumerable.Range(1, threads - 1).Select(number => new Worker(this, number))];
        foreach (Worker worker in _workers) worker.Start();
    }

    /// <summary>How many there are with the caller.</summary>
    public int Threads => _workers.Length + 1;

    /// <summary>Does a job; comes back when all of its parts are done.</summary>
    /// <param name="job">The job. What one of its parts throws is thrown on; other parts may have been done, or not.</param>
    /// <param name="parts">How many parts it has.</param>
    public void Run(IParallelJob job, int parts)
    {
        if (parts <= 1 || _workers.Length == 0 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            for (int part = 0; part < parts; part++) job.Run(part, 0);
            return;
        }
        try
        {
            Publish(job, parts);
            TakeParts(_number, 0);
            SpinWait wait = default;
            while (Volatile.Read(ref _left) > 0) wait.SpinOnce(sleep1Threshold: -1);
            if (_error is { } error) ExceptionDispatchInfo.Throw(error);
        }
        finally
        {
            (_job, _error) = (null, null);
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>Ends the threads, and waits for them. No job may be running.</summary>
    public void Dispose()
    {
        foreach (Worker worker in _workers) worker.Dispose();
    }

    // A thread that is late may still look at the job before, whose number it holds: no part can be taken under that number any more once this job's
    // parts are written down.
    private void Publish(IParallelJob job, int parts)
    {
        int number = unchecked(_number + 1);
        for (int range = 0; range < Threads; range++) Interlocked.Exchange(ref Ticket(range), TicketOf(_number, Closed));
        (_job, _parts, _left) = (job, parts, parts);
        for (int range = 0; range < Threads; range++) Interlocked.Exchange(ref Ticket(range), TicketOf(number, FirstOf(range, parts)));
        Volatile.Write(ref _number, number);
        foreach (Worker worker in _workers) worker.Wake();
    }

    private ref long Ticket(int range) => ref _tickets[(range + 1) * Apart];

    private static long TicketOf(int number, int part) => ((long)number << NumberShift) | (uint)part;

    private int FirstOf(int range, int parts) => (int)((long)range * parts / Threads);

    private void TakeParts(int number, int worker)
    {
        for (int i = 0; i < Threads; i++) TakeRange((worker + i) % Threads, number, worker);
    }

    private void TakeRange(int range, int number, int worker)
    {
        ref long next = ref Ticket(range);
        while (true)
        {
            long ticket = Volatile.Read(ref next);
            int part = (int)ticket;
            if ((int)(ticket >> NumberShift) != number || part >= FirstOf(range + 1, Volatile.Read(ref _parts))) return;
            IParallelJob? job = _job;
            if (Interlocked.CompareExchange(ref next, ticket + 1, ticket) != ticket) continue;
            try
            {
                job!.Run(part, worker);
            }
            // It belongs to the caller, wherever it happens.
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref _error, error, null);
            }
            Interlocked.Decrement(ref _left);
        }
    }

    private sealed class Worker(WorkerTeam team, int number) : IDisposable
    {
        // Some tens of microseconds.
        private const int Looks = 500, Pause = 20;

        private readonly SemaphoreSlim _bell = new(0);
        private Thread? _thread;
        private bool _stopped;
        private int _asleep;

        public void Start()
        {
            _thread = new Thread(Work) { IsBackground = true, Name = $"espalier {number}" };
            _thread.Start();
        }

        public void Wake()
        {
            if (Interlocked.CompareExchange(ref _asleep, 0, 1) == 1) _bell.Release();
        }

        public void Dispose()
        {
            Volatile.Write(ref _stopped, true);
            Interlocked.MemoryBarrier();
            Wake();
            _thread!.Join();
            _bell.Dispose();
        }

        private void Work()
        {
            int seen = 0;
            while (true)
            {
                Await(seen);
                if (Volatile.Read(ref _stopped)) return;
                seen = Volatile.Read(ref team._number);
                team.TakeParts(seen, number);
            }
        }

        private bool IsNews(int seen) => Volatile.Read(ref team._number) != seen || Volatile.Read(ref _stopped);

        private void Await(int seen)
        {
            for (int look = 0; look < Looks; look++)
            {
                if (IsNews(seen)) return;
                Thread.SpinWait(Pause);
            }
            Interlocked.Exchange(ref _asleep, 1);
            // Whoever has news after this looks whether to ring; if it has already been rung, the ring must be taken.
            if (IsNews(seen) && Interlocked.CompareExchange(ref _asleep, 0, 1) == 1) return;
            _bell.Wait();
        }
    }
}
