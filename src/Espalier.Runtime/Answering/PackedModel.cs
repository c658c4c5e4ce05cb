using Espalier.Data;
using Espalier.Decoding;
using Espalier.Graphs;
using Espalier.Packing;
using Espalier.Sources;
using Espalier.Text;

namespace Espalier.Answering;

/// <summary>
/// A packed model file, ready to answer questions about any picture, without libtorch. Any number of threads may ask at once, and each gets the answers
/// that it would get alone, bit by bit. Weights without their zeros, and tables of word pieces, stay in the file, which is mapped into memory and must not be
/// changed while the model is open.
/// </summary>
public sealed class PackedModel : IDisposable
{
    private readonly PackedFile _file;
    private readonly IDisposable _engines;
    private readonly IQuestionScorer _scorer;
    private readonly MplugReader? _writer;
    private readonly PictureForm _reads;
    private readonly int _batch;
    private readonly ReaderWriterLockSlim _use = new();
    private bool _disposed;

    private PackedModel(PackedFile file, GraphEngines engines, int batch)
    {
        (_file, _engines) = (file, engines.Owner);
        if (engines.Graphs is [var encoder, var decoder]) _writer = new MplugReader(encoder, decoder);
        _batch = _writer is null ? batch : Math.Min(batch, _writer.Together(Description.Question.Length));
        _scorer = QuestionScorers.Of(file.Path, Description, engines.Graphs);
        _reads = new PictureForm(Description.Regions.FeatureSize, engines.Graphs[0].Graph.Inputs.OfType<GraphInput.Pictures>().FirstOrDefault()?.Side);
        if (_reads.Side is null) Pictures = new PictureDescriber(Description.Regions);
    }

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <summary>What the file says of the model.</summary>
    public PackedDescription Description => _file.Description;

    /// <summary>Describes the regions of pictures as the model has learnt them; null where it reads pixels.</summary>
    public PictureDescriber? Pictures { get; }

    /// <summary>Width and height in pixels of the pictures that the model reads as they are; null where it reads regions.</summary>
    public int? PictureSide => _reads.Side;

    /// <summary>What a model reads of pictures.</summary>
    internal PictureForm Reads => _reads;

    /// <summary>Opens a model: LXMERT, VisualBERT or mPLUG.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="InputException">The file is damaged, or no packed model that this version can ask.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Threads or questions of a batch are fewer than 1.</exception>
    public static PackedModel Open(string path, PackedModelOptions? options = null) => Open(path, GraphEngines.Managed, options);

    /// <summary>The same, computed by something else.</summary>
    internal static PackedModel Open(string path, GraphEngines.Maker compute, PackedModelOptions? options = null)
    {
        options ??= new PackedModelOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Batch, 1);
        PackedFile file = PackedFile.Open(path);
        GraphEngines? engines = null;
        try
        {
            if (options.Verify) file.Verify();
            IReadOnlyList<Graph> graphs = PackedGraphs.Of(file);
            PackedFit.Require(file, graphs);
            engines = compute(file, graphs, options.Threads);
            return new PackedModel(file, engines, options.Batch);
        }
        catch
        {
            engines?.Owner.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>Sees a picture file as the model takes it: its pixels, or the regions that <see cref="Pictures"/> finds.</summary>
    /// <param name="path">PNG or JPEG.</param>
    /// <exception cref="InputException">The picture is missing or damaged, or the model's features were not made from pixels.</exception>
    public PictureInput See(string path) => _reads.Side is { } side ? PicturePixels.Read(path, side) : Pictures!.Describe(path);

    /// <summary>Answers a question.</summary>
    /// <param name="picture">The picture, such as <see cref="See"/> gives it.</param>
    /// <param name="question">Cut at the length that the model was trained with.</param>
    /// <param name="top">How many answers, at least 1.</param>
    /// <param name="cancel">Stops it within a layer's time.</param>
    /// <returns>The likeliest answers, the likeliest first; the first of the vocabulary on ties. A model that writes gives no more than its shortlist.</returns>
    /// <exception cref="ArgumentException">The picture is not such as the model reads.</exception>
    /// <exception cref="InputException">Weights or features are so large that the answers are no finite numbers.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<AnswerChance> Ask(PictureInput picture, string question, int top = 5, CancellationToken cancel = default) =>
        AskMany([new PackedQuestion(picture, question)], top, cancel)[0];

    /// <summary>Answers many questions, some at a time together, which takes less time for each. Numbers may differ in their last digits from those of questions that are asked one by one.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="top">How many answers to each, at least 1.</param>
    /// <param name="cancel">Stops it within a layer's time.</param>
    /// <returns>For each question what <see cref="Ask"/> gives.</returns>
    /// <exception cref="ArgumentException">A picture is not such as the model reads.</exception>
    /// <exception cref="InputException">Weights or features are so large that the answers are no finite numbers.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<IReadOnlyList<AnswerChance>> AskMany(IReadOnlyList<PackedQuestion> questions, int top = 5, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        return Each<IReadOnlyList<AnswerChance>>(questions, logits => Likeliest(logits, top), cancel);
    }

    /// <summary>Writes the likeliest answer by beam search, whether or not it is one that the model knows.</summary>
    /// <param name="picture">The picture, such as <see cref="See"/> gives it.</param>
    /// <param name="question">Cut at the length that the model was trained with.</param>
    /// <param name="options">How to search; null for the defaults, but no longer answers than the model writes.</param>
    /// <param name="cancel">Stops it within a layer's time.</param>
    /// <exception cref="InvalidOperationException">The model has answers and does not write.</exception>
    /// <exception cref="InputException">Weights or pixels are so large that scores are no finite numbers.</exception>
    /// <exception cref="ArgumentException">The picture is not such as the model reads, or an answer may become longer than it can write.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public WrittenAnswer Write(PictureInput picture, string question, BeamOptions? options = null, CancellationToken cancel = default)
    {
        if (_writer is null) throw new InvalidOperationException($"{Path} chooses among answers and does not write.");
        WordPieceTokenizer tokenizer = Description.Tokenizer;
        options ??= new BeamOptions { Longest = Math.Min(new BeamOptions().Longest, _writer.Positions) };
        options = options with { Start = options.Start ?? tokenizer.ClassId, End = options.End ?? tokenizer.SeparatorId };
        if (options.Longest > _writer.Positions) throw new ArgumentException($"Answers of {options.Longest} pieces are longer than the {_writer.Positions} that the model writes.", nameof(options));
        EncodedQuestion asked = Encode(new PackedQuestion(picture, question));
        GeneratedAnswer? found = null;
        Use(() => found = _writer.Generate(asked, options, Path, cancel));
        return new WrittenAnswer(tokenizer.Decode(found!.Ids.Select(id => (int)id)), found.Score);
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
            _engines.Dispose();
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
            .. questions.Select((question, i) => (i, Encode(question))).OrderBy(one => (one.Item2.Picture as PictureRegions)?.Count).ThenBy(one => one.Item2.Pieces.Length),
        ];
        Use(() =>
        {
            foreach ((int Index, EncodedQuestion Question)[] some in ordered.Chunk(_batch))
            {
                cancel.ThrowIfCancellationRequested();
                _scorer.Score([.. some.Select(one => one.Question)], (i, logits) => results[some[i].Index] = read(logits), cancel);
            }
        });
        return results;
    }

    private EncodedQuestion Encode(PackedQuestion question) => EncodedQuestion.Of(question, Description, _reads);

    // Weights are read where the file is mapped, which must stay as long as anybody computes.
    private void Use(Action compute)
    {
        _use.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            compute();
        }
        finally
        {
            _use.ExitReadLock();
        }
    }

    private AnswerChance[] Likeliest(ReadOnlySpan<float> logits, int top) =>
    [
        .. Largest.Of(logits, Math.Min(top, logits.Length)).Where(logit => !float.IsNegativeInfinity(logit.Number))
            .Select(logit => new AnswerChance(Description.Answers[logit.Place], 1 / (1 + Math.Exp(-(double)logit.Number)))),
    ];
}
