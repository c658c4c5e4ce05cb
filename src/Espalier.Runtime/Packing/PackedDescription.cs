using Espalier.Data;
using Espalier.Features;
using Espalier.Text;

namespace Espalier.Packing;

/// <summary>What a packed file says of its model, so that it can be asked with nothing else at hand.</summary>
/// <param name="Config">The shape of the model, as JSON in the manner of a Hugging Face config.json.</param>
/// <param name="Tokenizer">Its word pieces.</param>
/// <param name="Answers">Its answers, one for each logit.</param>
/// <param name="Regions">How pictures became region features.</param>
/// <param name="Question">How questions become word pieces.</param>
/// <param name="Lineage">How it was made.</param>
/// <param name="Scores">How good it is; null where that was not measured.</param>
public sealed record PackedDescription(
    string Config, WordPieceTokenizer Tokenizer, AnswerVocabulary Answers, RegionForm Regions, EncodingOptions Question, PackedLineage Lineage, PackedScores? Scores);
