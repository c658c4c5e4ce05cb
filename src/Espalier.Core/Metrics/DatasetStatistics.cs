using Espalier.Data;

namespace Espalier.Metrics;

/// <summary>What a part of a data set is like: sizes, answers, and how far its answer priors alone would get.</summary>
public sealed record DatasetStatistics
{
    private const int MostFrequent = 10, FirstOfPrior = 4;

    /// <summary>The part.</summary>
    public required string Name { get; init; }

    /// <summary>Questions.</summary>
    public required int Questions { get; init; }

    /// <summary>Images that they ask about.</summary>
    public required int Images { get; init; }

    /// <summary>Questions of each answer type, in the order of <see cref="AnswerTypes.All"/>.</summary>
    public required IReadOnlyDictionary<string, int> AnswerTypeCounts { get; init; }

    /// <summary>Question types.</summary>
    public required int QuestionTypeCount { get; init; }

    /// <summary>Words of the longest question.</summary>
    public required int LongestQuestion { get; init; }

    /// <summary>Words of a question on average.</summary>
    public required double MeanQuestion { get; init; }

    /// <summary>Distinct answers: the most frequent human one of each question, cleaned up.</summary>
    public required int DistinctAnswers { get; init; }

    /// <summary>The most frequent of these with their questions.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> FrequentAnswers { get; init; }

    /// <summary>Questions that an answer must have to be in the vocabulary.</summary>
    public required int MinimumAnswerCount { get; init; }

    /// <summary>The frequent answers in order of first appearance; null where no answer is frequent enough.</summary>
    public AnswerVocabulary? Vocabulary { get; init; }

    /// <summary>Questions without any annotator's answer in the vocabulary; null without a vocabulary.</summary>
    public int? WithoutKnownAnswer { get; init; }

    /// <summary>By the form of soft targets, what the vocabulary and the answer priors of this part reach on it; empty without a vocabulary.</summary>
    public IReadOnlyDictionary<SoftTargetForm, PriorStatistics> Forms { get; init; } = new Dictionary<SoftTargetForm, PriorStatistics>();

    /// <summary>The answer prior (mean linear soft targets) of each question type, the most frequent type first; empty without a vocabulary.</summary>
    public IReadOnlyList<TypePriorStatistics> Priors { get; init; } = [];

    /// <summary>Counts a part.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="examples">Its questions, at least one; the vocabulary's order follows theirs.</param>
    /// <param name="minimumAnswerCount">Questions that an answer must have to be in the vocabulary.</param>
    public static DatasetStatistics Of(string name, IReadOnlyList<VqaExample> examples, int minimumAnswerCount = 9)
    {
        ArgumentOutOfRangeException.ThrowIfZero(examples.Count, nameof(examples));
        int[] words = [.. examples.Select(example => example.Question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length)];
        Dictionary<string, int> types = examples.CountBy(example => example.AnswerType).ToDictionary();
        KeyValuePair<string, int>[] answers =
        [
            .. examples.CountBy(example => AnswerNormalizer.Normalize(example.MultipleChoiceAnswer))
                .OrderByDescending(answer => answer.Value).ThenBy(answer => answer.Key, StringComparer.Ordinal),
        ];
        DatasetStatistics counted = new()
        {
            Name = name,
            Questions = examples.Count,
            Images = examples.Select(example => example.ImageId).Distinct().Count(),
            AnswerTypeCounts = AnswerTypes.All.ToDictionary(type => type, type => types.GetValueOrDefault(type)),
            QuestionTypeCount = examples.Select(example => example.QuestionType).Distinct(StringComparer.Ordinal).Count(),
            LongestQuestion = words.Max(),
            MeanQuestion = words.Average(),
            DistinctAnswers = answers.Length,
            FrequentAnswers = [.. answers.Take(MostFrequent)],
            MinimumAnswerCount = minimumAnswerCount,
        };
        return answers.Any(answer => answer.Key.Length > 0 && answer.Value >= minimumAnswerCount) ? counted.WithPriors(examples) : counted;
    }

    private DatasetStatistics WithPriors(IReadOnlyList<VqaExample> examples)
    {
        var vocabulary = AnswerVocabulary.Build(examples, MinimumAnswerCount);
        Dictionary<SoftTargetForm, PriorStatistics> forms = [];
        foreach (SoftTargetForm form in Enum.GetValues<SoftTargetForm>()) forms[form] = PriorStatistics.Of(examples, vocabulary, form);
        AnswerScore[][] targets = [.. examples.Select(example => SoftTargets.For(example, vocabulary, SoftTargetForm.Linear))];
        var priors = AnswerPriors.Build(examples, targets, vocabulary.Count);
        return this with
        {
            Vocabulary = vocabulary,
            WithoutKnownAnswer = targets.Count(target => target.Length == 0),
            Forms = forms,
            Priors = [.. priors.QuestionTypes.Select(type => Prior(type, priors, vocabulary)).OrderByDescending(type => type.Questions)],
        };
    }

    private static TypePriorStatistics Prior(string type, AnswerPriors priors, AnswerVocabulary vocabulary)
    {
        float[] prior = priors.For(type).ToArray();
        IEnumerable<(int Index, float Item)> first = prior.Index().OrderByDescending(score => score.Item).Take(FirstOfPrior).Where(score => score.Item > 0);
        return new TypePriorStatistics(type, priors.Questions[priors.IndexOf(type)], prior.Sum(score => (double)score),
            [.. first.Select(score => new KeyValuePair<string, double>(vocabulary[score.Index], score.Item))]);
    }
}
