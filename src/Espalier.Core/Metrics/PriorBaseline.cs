using System.Numerics.Tensors;
using Espalier.Data;

namespace Espalier.Metrics;

/// <summary>The model that sees neither question nor image, only the question's type, and gives the type's most likely answer: the per-type prior of Agrawal et al. 2018.</summary>
public sealed class PriorBaseline
{
    private readonly AnswerPriors priors;
    private readonly string[] best;

    /// <summary>Looks up the most likely answer of each type; the first of equals.</summary>
    /// <param name="priors">Built from training examples.</param>
    /// <param name="vocabulary">Its answers.</param>
    public PriorBaseline(AnswerPriors priors, AnswerVocabulary vocabulary)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vocabulary.Count, priors.AnswerCount);
        this.priors = priors;
        best = [.. Enumerable.Range(0, priors.RowCount).Select(row => vocabulary[TensorPrimitives.IndexOfMax(priors.Row(row))])];
    }

    /// <summary>The most likely answer to a question of the example's type.</summary>
    public string Predict(VqaExample example) => best[priors.IndexOf(example.QuestionType)];

    /// <summary>Scores these answers on a data set.</summary>
    public AccuracyReport Evaluate(VqaDataset dataset, AccuracyForm form = AccuracyForm.Official) =>
        AccuracyReport.Of(dataset.Examples.Select(example => (example, Predict(example))), form);
}
