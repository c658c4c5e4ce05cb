using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace Espalier.Training.Training;

/// <summary>A thread of its own for tensor work: libtorch keeps its number of threads and its gradient mode for each thread.</summary>
internal sealed class TorchThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    /// <summary>Starts the thread.</summary>
    /// <param name="threads">Threads that libtorch's operators use when they are called from it.</param>
    public TorchThread(int threads)
    {
        _thread = new Thread(Work) { IsBackground = true, Name = "tensors" };
        _thread.Start();
        int here = get_num_threads();
        Run(() =>
        {
            // The first use of a thread takes over the number of the thread that set one last, so it must come before.
            _ = get_num_threads();
            set_num_threads(threads);
        }).Wait();
        // For the same reason: threads to come shall not take over that of this one.
        set_num_threads(here);
    }

    /// <summary>Does something on the thread; the task fails as it does.</summary>
    public Task Run(Action action)
    {
        Task task = new(action);
        _work.Add(() => task.RunSynchronously());
        return task;
    }

    /// <summary>Stops the thread, after what it has been given.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private void Work()
    {
        foreach (Action action in _work.GetConsumingEnumerable()) action();
    }
}
