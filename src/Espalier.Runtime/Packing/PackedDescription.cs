using Espalier.Data;
using Espalier.Features;
using Espalier.Text;

namespace Espalier.Packing;

/// <summary>What a packed file says of its model, so that it can be asked with nothing else at hand.</summary>
/// <param name="Config">The shape of the model, as JSON in the manner of a Hugging Face config.json.</param>
/// <param name="Tokenizer">Its word pieces.</param>
/// <param name="Answers">Its answers: one for each logit, or those that it chooses among.</param>
/// <param name="Regions">How pictures became region features, which a model that reads pixels does not look at.</param>
/// <param name="Question">How questions become word pieces.</param>
/// <param name="Lineage">How it was made.</param>
/// <param name="Scores">How good it is; null where that was not measured.</param>
/// <param name="Ranking">How it chooses among its answers, if it writes them; null where it has a logit for each.</param>
public sealed record PackedDescription(
    string Config, WordPieceTokenizer Tokenizer, AnswerVocabulary Answers, RegionForm Regions, EncodingOptions Question, PackedLineage Lineage, PackedScores? Scores,
    PackedRanking? Ranking = null);
