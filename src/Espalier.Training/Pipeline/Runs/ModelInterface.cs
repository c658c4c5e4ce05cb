using Espalier.Data;
using Espalier.Features;
using Espalier.Text;
using Espalier.Training.Models;

namespace Espalier.Training.Pipeline.Runs;

/// <summary>
/// What the models of a run take and give, kept in the run's folder so that they can answer when the data are gone:
/// config.json, vocab.txt, answers.txt and regions.json.
/// </summary>
/// <param name="Config">The shape of the models.</param>
/// <param name="Tokenizer">Their word pieces.</param>
/// <param name="Answers">The answers, one for each logit.</param>
/// <param name="Regions">How pictures became region features.</param>
public sealed record ModelInterface(LxmertConfig Config, WordPieceTokenizer Tokenizer, AnswerVocabulary Answers, RegionForm Regions)
{
    private const string ConfigFile = "config.json", PiecesFile = "vocab.txt", AnswersFile = "answers.txt", RegionsFile = "regions.json";

    /// <summary>The folder inside a run's folder.</summary>
    public const string FolderName = "model";

    /// <summary>Writes the four files.</summary>
    /// <param name="folder">Created if need be.</param>
    public void Save(string folder)
    {
        Config.Save(Path.Combine(folder, ConfigFile));
        AtomicFile.WriteAllText(Path.Combine(folder, PiecesFile), string.Concat(Tokenizer.Vocabulary.Select(piece => piece + "\n")));
        Answers.Save(Path.Combine(folder, AnswersFile));
        Regions.Save(Path.Combine(folder, RegionsFile));
    }

    /// <summary>Reads the four files.</summary>
    /// <exception cref="InputException">One is missing or damaged, or they do not belong together.</exception>
    public static ModelInterface Load(string folder)
    {
        string config = Path.Combine(folder, ConfigFile);
        if (!File.Exists(config)) throw new InputException(config, "file", "nothing", "the shape of the run's models; the run has not come so far");
        ModelInterface read = new(
            LxmertConfig.Load(config),
            WordPieceTokenizer.Load(Path.Combine(folder, PiecesFile)),
            AnswerVocabulary.Load(Path.Combine(folder, AnswersFile)),
            RegionForm.Load(Path.Combine(folder, RegionsFile)));
        Require("vocab_size", read.Config.VocabularySize, read.Tokenizer.VocabularySize, PiecesFile);
        Require("num_qa_labels", read.Config.AnswerCount, read.Answers.Count, AnswersFile);
        Require("visual_feat_dim", read.Config.FeatureSize, read.Regions.FeatureSize, RegionsFile);
        return read;

        void Require(string key, int found, int expected, string file)
        {
            if (found != expected) throw new InputException(config, key, $"{found}", $"{expected}, as in {file} beside it");
        }
    }
}
