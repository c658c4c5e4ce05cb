using System.Numerics.Tensors;
using Espalier.Data;
using Espalier.Execution;
using Espalier.Graphs;
using Espalier.Kernels;
using Espalier.Sources;
using Espalier.Threads;

namespace Espalier.Packing;

/// <summary>
/// A packed model file, ready to answer questions about any picture, without libtorch. Any number of threads may ask at once, and each gets the answers
/// that it would get alone, bit by bit. Weights without their zeros, and tables of word pieces, stay in the file, which is mapped into memory and must not be
/// changed while the model is open.
/// </summary>
public sealed class PackedModel : IDisposable
{
    private readonly PackedFile _file;
    private readonly WorkerTeam _team;
    private readonly GraphExecutor _executor;
    private readonly RegionInputs _inputs;
    private readonly int _batch;
    private readonly ReaderWriterLockSlim _use = new();
    private bool _disposed;

    private PackedModel(PackedFile file, GraphProgram program, WorkerTeam team, int batch)
    {
        (_file, _batch, _team) = (file, batch, team);
        (_executor, _inputs) = (new GraphExecutor(program, KernelSet.Best, _team), new RegionInputs(program.Graph));
        Pictures = new PictureDescriber(file.Description.Regions);
    }

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <summary>What the file says of the model.</summary>
    public PackedDescription Description => _file.Description;

    /// <summary>Describes pictures as the model has learnt them.</summary>
    public PictureDescriber Pictures { get; }

    /// <summary>Opens a model: LXMERT or VisualBERT.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="InputException">The file is damaged, or no packed model that this version can ask.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Threads or questions of a batch are fewer than 1.</exception>
    public static PackedModel Open(string path, PackedModelOptions? options = null)
    {
        options ??= new PackedModelOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Batch, 1);
        PackedFile file = PackedFile.Open(path);
        WorkerTeam? team = null;
        try
        {
            if (options.Verify) file.Verify();
            Graph graph = PackedConfig.GraphOf(file);
            PackedFit.Require(file, graph);
            team = new WorkerTeam(options.Threads);
            return new PackedModel(file, GraphProgram.Compile(graph, file, team: team), team, options.Batch);
        }
        catch
        {
            team?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>Answers a question.</summary>
    /// <param name="picture">The picture's regions, such as <see cref="Pictures"/> gives them.</param>
    /// <param name="question">Cut at the length that the model was trained with.</param>
    /// <param name="top">How many answers, at least 1.</param>
    /// <param name="cancel">Stops it within a layer's time.</param>
    /// <returns>The likeliest answers, the likeliest first; the first of the vocabulary on ties.</returns>
    /// <exception cref="ArgumentException">The regions are not such as the model reads.</exception>
    /// <exception cref="InputException">Weights or features are so large that the answers are no finite numbers.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<AnswerChance> Ask(PictureRegions picture, string question, int top = 5, CancellationToken cancel = default) =>
        AskMany([new PackedQuestion(picture, question)], top, cancel)[0];

    /// <summary>Answers many questions, some at a time together, which takes less time for each. Numbers may differ in their last digits from those of questions that are asked one by one.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="top">How many answers to each, at least 1.</param>
    /// <param name="cancel">Stops it within a layer's time.</param>
    /// <returns>For each question what <see cref="Ask"/> gives.</returns>
    /// <exception cref="ArgumentException">Regions are not such as the model reads.</exception>
    /// <exception cref="InputException">Weights or features are so large that the answers are no finite numbers.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<IReadOnlyList<AnswerChance>> AskMany(IReadOnlyList<PackedQuestion> questions, int top = 5, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        return Each<IReadOnlyList<AnswerChance>>(questions, logits => Likeliest(logits, top), cancel);
    }

    /// <inheritdoc/>
    /// <remarks>Waits for those who are being answered.</remarks>
    public void Dispose()
    {
        _use.EnterWriteLock();
        try
        {
            if (_disposed) return;
            _disposed = true;
            _team.Dispose();
            _file.Dispose();
        }
        finally
        {
            _use.ExitWriteLock();
        }
    }

    /// <summary>The logits of questions, one for each answer.</summary>
    internal float[][] Logits(IReadOnlyList<PackedQuestion> questions, CancellationToken cancel = default) => Each(questions, logits => logits.ToArray(), cancel);

    // What is made of each question's logits, which are gone after that: of many questions they would fill memory.
    private T[] Each<T>(IReadOnlyList<PackedQuestion> questions, Func<ReadOnlySpan<float>, T> read, CancellationToken cancel)
    {
        T[] results = new T[questions.Count];
        // Together go those that are about equally long.
        (int Index, EncodedQuestion Question)[] ordered =
        [
            .. questions.Select((question, i) => (i, EncodedQuestion.Of(question, Description))).OrderBy(one => one.Item2.Picture.Count).ThenBy(one => one.Item2.Pieces.Length),
        ];
        // Weights are read where the file is mapped, which must stay as long as anybody computes.
        _use.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            foreach ((int Index, EncodedQuestion Question)[] some in ordered.Chunk(_batch)) Answer(some, results, read, cancel);
        }
        finally
        {
            _use.ExitReadLock();
        }
        return results;
    }

    private void Answer<T>((int Index, EncodedQuestion Question)[] some, T[] results, Func<ReadOnlySpan<float>, T> read, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using Workspace run = _executor.Rent(some.Length, some.Max(one => one.Question.Pieces.Length), some.Max(one => one.Question.Picture.Count));
        _inputs.Write(run, [.. some.Select(one => one.Question)]);
        run.Run(cancel);
        ReadOnlySpan<float> all = run.Output("logits");
        // Weights and features that are finite may still give sums that are not.
        if (!TensorPrimitives.IsFiniteAll(all)) throw new InputException(Path, "logits", "some that are no finite numbers", "weights, and features of pictures, that are small enough to be computed with");
        for (int i = 0; i < some.Length; i++) results[some[i].Index] = read(all.Slice(i * Description.Answers.Count, Description.Answers.Count));
    }

    private AnswerChance[] Likeliest(ReadOnlySpan<float> logits, int top) =>
    [
        .. logits.ToArray().Index().OrderByDescending(logit => logit.Item).Take(top)
            .Select(logit => new AnswerChance(Description.Answers[logit.Index], 1 / (1 + Math.Exp(-(double)logit.Item)))),
    ];
}
