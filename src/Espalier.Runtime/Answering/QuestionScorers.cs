using Espalier.Data;
using Espalier.Execution;
using Espalier.Packing;

namespace Espalier.Answering;

/// <summary>Chooses how questions are scored: a model of one graph has a logit for each answer, one of two ranks what it can write.</summary>
internal static class QuestionScorers
{
    /// <summary>Makes the scorer of a model.</summary>
    /// <param name="path">Its file, for messages.</param>
    /// <param name="model">What is said of it.</param>
    /// <param name="graphs">Its graphs, as <see cref="PackedGraphs"/> gives them.</param>
    public static IQuestionScorer Of(string path, PackedDescription model, IReadOnlyList<IGraphEngine> graphs) => graphs is [var encoder, var decoder]
        ? new MplugScorer(path, new MplugReader(encoder, decoder), AnswerSequences.Of(model.Answers, model.Tokenizer), model.Ranking!)
        : new RegionScorer(path, graphs[0]);
}
