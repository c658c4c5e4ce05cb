using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Espalier.Data;
using Espalier.Numerics;

namespace Espalier.Training.Training;

/// <summary>Assembles batches on a thread of its own, a few ahead of the reader, in buffers that are used again.</summary>
public sealed class BatchLoader : IDisposable
{
    private const int Ahead = 2;

    private readonly BlockingCollection<VqaBatch> _ready = new(Ahead);
    private readonly BlockingCollection<VqaBatch> _free = new(Ahead + 2);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private readonly Stopwatch _waiting = new();
    private VqaBatch? _given;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Starts to assemble.</summary>
    /// <param name="questions">What batches are made of.</param>
    /// <param name="batchSize">The most rows of a batch.</param>
    /// <param name="batches">The rows of each batch, read as they are needed.</param>
    /// <param name="views">For training, decides the random views of pictures.</param>
    /// <param name="first">The number of the first batch, so that views do not depend on where training was stopped.</param>
    public BatchLoader(QuestionSet questions, int batchSize, IEnumerable<ReadOnlyMemory<int>> batches, ulong? views = null, long first = 0)
    {
        BatchAssembler assembler = new(questions.Questions, questions.Priors, questions.Features, questions.Pictures, questions.Answers);
        // As many as can be ready, and one each in the hands of the assembling thread and of the reader.
        for (int i = 0; i < Ahead + 2; i++) _free.Add(assembler.CreateBatch(Math.Min(batchSize, Math.Max(questions.Count, 1))));
        _thread = new Thread(() => Assemble(assembler, batches, views, first)) { IsBackground = true, Name = "batch loader" };
        _thread.Start();
    }

    /// <summary>Time that the reader spent waiting.</summary>
    public TimeSpan Waited => _waiting.Elapsed;

    /// <summary>Gives the next batch, which is valid until the next call; null after the last one.</summary>
    /// <exception cref="InputException">Features could not be read.</exception>
    public VqaBatch? Next()
    {
        if (_given is not null) _free.Add(_given);
        _waiting.Start();
        _given = _ready.TryTake(out VqaBatch? batch, Timeout.Infinite) ? batch : null;
        _waiting.Stop();
        if (_given is null) _failure?.Throw();
        return _given;
    }

    /// <summary>Stops the thread.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _ready.Dispose();
        _free.Dispose();
        _stop.Dispose();
    }

    private void Assemble(BatchAssembler assembler, IEnumerable<ReadOnlyMemory<int>> batches, ulong? views, long number)
    {
        try
        {
            foreach (ReadOnlyMemory<int> rows in batches)
            {
                VqaBatch batch = _free.Take(_stop.Token);
                assembler.Fill(rows.Span, batch, views is { } seed ? SplitMix.Hash(seed, (ulong)number++) : null);
                _ready.Add(batch, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        // Whatever it is, it belongs to the thread that waits for the batch.
#pragma warning disable CA1031
        catch (Exception error)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(error);
        }
        _ready.CompleteAdding();
    }
}
