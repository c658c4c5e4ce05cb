using Espalier.Data;
using Espalier.Features;
using Espalier.Text;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Preparation;

namespace Espalier.Training.Pipeline.Runs;

/// <summary>
/// What the models of a run take and give, kept in the run's folder so that they can answer when the data are gone:
/// config.json, vocab.txt, answers.txt and regions.json.
/// </summary>
/// <param name="Config">The shape of the models.</param>
/// <param name="Tokenizer">Their word pieces.</param>
/// <param name="Answers">The answers, one for each logit.</param>
/// <param name="Regions">How pictures became region features.</param>
public sealed record ModelInterface(BackboneConfig Config, WordPieceTokenizer Tokenizer, AnswerVocabulary Answers, RegionForm Regions)
{
    private const string ConfigFile = "config.json", PiecesFile = "vocab.txt", AnswersFile = "answers.txt", RegionsFile = "regions.json";

    /// <summary>The folder inside a run's folder.</summary>
    public const string FolderName = "model";

    /// <summary>The interface of a run's models to its data.</summary>
    /// <param name="config">The shape of the models.</param>
    /// <param name="data">The data that they are trained on.</param>
    public static ModelInterface Of(BackboneConfig config, PreparedData data) =>
        new(config, data.Tokenizer, data.Vocabulary, RegionForm.Of(data.Folder.Manifest, data.Features));

    /// <summary>Whether a run has come so far as to write the four files.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, ConfigFile));

    /// <summary>Writes the four files, config.json last, so that an unfinished folder is none.</summary>
    /// <param name="folder">Created if need be.</param>
    public void Save(string folder)
    {
        AtomicFile.WriteAllText(Path.Combine(folder, PiecesFile), string.Concat(Tokenizer.Vocabulary.Select(piece => piece + "\n")));
        Answers.Save(Path.Combine(folder, AnswersFile));
        Regions.Save(Path.Combine(folder, RegionsFile));
        Config.Save(Path.Combine(folder, ConfigFile));
    }

    /// <summary>Checks that models which were trained on some data mean the same by them now. Another answer in a place would silently change the meaning of every logit.</summary>
    /// <param name="folder">Where this was read from.</param>
    /// <param name="now">The interface to the data as they are now.</param>
    /// <param name="data">The folder of the data.</param>
    /// <exception cref="InputException">Answers, word pieces, features or sizes are others.</exception>
    public void RequireSame(string folder, ModelInterface now, string data)
    {
        Require(AnswersFile, "answers", Answers.Answers.SequenceEqual(now.Answers.Answers));
        Require(PiecesFile, "word pieces", Tokenizer.Vocabulary.SequenceEqual(now.Tokenizer.Vocabulary));
        Require(RegionsFile, "region features", Regions == now.Regions);
        Require(ConfigFile, "sizes of models", Config == now.Config);

        void Require(string file, string what, bool same)
        {
            if (!same)
                throw new InputException(folder, file, $"other {what} than those for the data at {data}", "the data that the run was trained on, or another folder for a new run");
        }
    }

    /// <summary>Reads the four files.</summary>
    /// <exception cref="InputException">One is missing or damaged, or they do not belong together.</exception>
    public static ModelInterface Load(string folder)
    {
        string config = Path.Combine(folder, ConfigFile);
        if (!Exists(folder)) throw new InputException(config, "file", "nothing", "the shape of the run's models; the run has not come so far");
        ModelInterface read = new(
            Backbones.Load(config),
            WordPieceTokenizer.Load(Path.Combine(folder, PiecesFile)),
            AnswerVocabulary.Load(Path.Combine(folder, AnswersFile)),
            RegionForm.Load(Path.Combine(folder, RegionsFile)));
        DataSizes sizes = new(read.Tokenizer.VocabularySize, read.Answers.Count, read.Regions.FeatureSize);
        if (read.Config.FirstDifference(read.Config.For(sizes)) is { } other)
            throw new InputException(config, other.Key, other.Found, $"{other.Expected}, as in {PiecesFile}, {AnswersFile} and {RegionsFile} beside it");
        return read;
    }
}
