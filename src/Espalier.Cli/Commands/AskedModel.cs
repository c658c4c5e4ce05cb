using Espalier.Answering;
using Espalier.Data;
using Espalier.Packing;
using Espalier.Sources;
using Espalier.Text;
using Espalier.Training.Pipeline;
using Espalier.Training.Pipeline.Exports;
using Espalier.Training.Pipeline.Runs;

namespace Espalier.Cli.Commands;

/// <summary>A model that questions are asked, whichever engine computes it: libtorch a run's, and our runtime a packed one's.</summary>
internal sealed class AskedModel : IDisposable
{
    /// <summary>The engines.</summary>
    public const string Torch = "torch", PackedEngine = "packed";

    private readonly Answerer? _run;
    private readonly PackedModel? _packed;
    private readonly DirectoryInfo? _folder;

    private AskedModel(string name, Answerer run) => (Name, _run) = (name, run);

    private AskedModel(PackedModel packed, DirectoryInfo? folder) => (Name, _packed, _folder) = (packed.Description.Lineage.Model, packed, folder);

    /// <summary>The model's id.</summary>
    public string Name { get; }

    /// <summary>Describes pictures as the model has learnt them; null where it reads their pixels.</summary>
    public PictureDescriber? Pictures => _packed is not null ? _packed.Pictures : _run!.ReadsPixels ? null : _run.Pictures;

    /// <summary>The word pieces that it reads questions in.</summary>
    public WordPieceTokenizer Tokenizer => _packed?.Description.Tokenizer ?? _run!.Tokenizer;

    /// <summary>Whether a path is that of a packed file and not of a run.</summary>
    public static bool IsPacked(string? path) => path is not null && path.EndsWith(PackedFormat.Extension, StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path);

    /// <summary>Opens a model.</summary>
    /// <param name="path">A packed file, or a run's folder.</param>
    /// <param name="modelId">Which of the run's models; null takes the one of the best validation score.</param>
    /// <param name="engine">Which engine computes a run's model.</param>
    /// <exception cref="InputException">There is no such model, or a file is damaged.</exception>
    public static AskedModel Open(string path, string? modelId, string engine)
    {
        if (IsPacked(path)) return new AskedModel(PackedModel.Open(path), null);
        if (engine == PackedEngine) return Exported(path, modelId);
        Answerer answerer = Answerer.Open(RunFolder.Open(path), modelId);
        return new AskedModel(answerer.Node.Id, answerer);
    }

    /// <summary>Asks.</summary>
    /// <param name="image">The picture, which a model of pixels reads.</param>
    /// <param name="regions">Its regions, which another model reads.</param>
    /// <param name="question">The question.</param>
    /// <param name="top">How many answers.</param>
    public IReadOnlyList<AnswerChance> Ask(string image, PictureRegions? regions, string question, int top)
    {
        if (_packed is not null) return _packed.Ask(regions ?? _packed.See(image), question, top);
        return regions is null ? _run!.Answer(image, question, top) : _run!.Answer(regions, question, top);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _run?.Dispose();
        _packed?.Dispose();
        // Not before: there are systems where a file that is open cannot be deleted.
        _folder?.Delete(recursive: true);
    }

    // There is one way from a run to our runtime: what is exported is what is asked.
    private static AskedModel Exported(string run, string? modelId)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("espalier-packed-");
        try
        {
            string file = Path.Combine(folder.FullName, "model" + PackedFormat.Extension);
            using (ExportedModel exported = ExportedModel.Open(RunFolder.Open(run), modelId)) PackedExport.Write(exported, file);
            return new AskedModel(PackedModel.Open(file), folder);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }
}
