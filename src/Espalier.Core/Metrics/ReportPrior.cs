namespace Espalier.Metrics;

/// <summary>How the answers to one question type are distributed: in training, at test, and as the models give them at test.</summary>
public sealed record ReportPrior
{
    /// <summary>The question type: "what color is the".</summary>
    public required string QuestionType { get; init; }

    /// <summary>The total variation distance between training and test, over all answers: 0 the same, 1 disjoint.</summary>
    public required double Shift { get; init; }

    /// <summary>How many training questions are of this type.</summary>
    public required int TrainQuestions { get; init; }

    /// <summary>How many test questions are of this type.</summary>
    public required int TestQuestions { get; init; }

    /// <summary>The answers shown, those that are most frequent in either part; the rest is what is missing to 1.</summary>
    public required IReadOnlyList<string> Answers { get; init; }

    /// <summary>The share of each answer in training, in [0, 1].</summary>
    public required IReadOnlyList<double> Train { get; init; }

    /// <summary>The share of each answer in the out-of-distribution test part.</summary>
    public required IReadOnlyList<double> Test { get; init; }

    /// <summary>By model id, the share of each answer among the model's answers to those test questions.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<double>> Predicted { get; init; }
}
