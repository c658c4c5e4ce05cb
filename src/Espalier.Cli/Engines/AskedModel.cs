using Espalier.Data;
using Espalier.Sources;
using Espalier.Text;
using Espalier.Training.Pipeline;
using Espalier.Training.Pipeline.Runs;

namespace Espalier.Cli.Engines;

/// <summary>A model that questions are asked, whichever engine computes it.</summary>
internal sealed class AskedModel : IDisposable
{
    private readonly Answerer? _run;
    private readonly PackedRun? _packed;

    private AskedModel(Answerer run) => _run = run;

    private AskedModel(PackedRun packed) => _packed = packed;

    /// <summary>The model's id.</summary>
    public string Name => _packed?.Model.Description.Lineage.Model ?? _run!.Node.Id;

    /// <summary>Describes pictures as the model has learnt them; null where it reads their pixels.</summary>
    public PictureDescriber? Pictures => _packed is not null ? _packed.Model.Pictures : _run!.ReadsPixels ? null : _run.Pictures;

    /// <summary>The word pieces that it reads questions in.</summary>
    public WordPieceTokenizer Tokenizer => _packed?.Model.Description.Tokenizer ?? _run!.Tokenizer;

    /// <summary>Opens a model.</summary>
    /// <param name="path">A packed file, or a run's folder.</param>
    /// <param name="modelId">Which of the run's models; null takes the one of the best validation score.</param>
    /// <param name="engine">What computes it.</param>
    /// <exception cref="InputException">There is no such model, or a file is damaged.</exception>
    public static AskedModel Open(string path, string? modelId, string? engine) => !ModelEngine.IsPacked(path) && ModelEngine.IsTorch(engine)
        ? new AskedModel(Answerer.Open(RunFolder.Open(path), modelId))
        : new AskedModel(PackedRun.Open(path, modelId, engine));

    /// <summary>Asks.</summary>
    /// <param name="image">The picture, which a model of pixels reads.</param>
    /// <param name="regions">Its regions, which another model reads.</param>
    /// <param name="question">The question.</param>
    /// <param name="top">How many answers.</param>
    public IReadOnlyList<AnswerChance> Ask(string image, PictureRegions? regions, string question, int top)
    {
        if (_packed is not null) return _packed.Model.Ask(regions ?? _packed.Model.See(image), question, top);
        return regions is null ? _run!.Answer(image, question, top) : _run!.Answer(regions, question, top);
    }

    public void Dispose()
    {
        _run?.Dispose();
        _packed?.Dispose();
    }
}
