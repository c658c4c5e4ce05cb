using System.Globalization;
using System.Text;
using Espalier.Data;
using Espalier.Orchard.Questions;

namespace Espalier.Orchard;

/// <summary>What was grown.</summary>
public sealed record OrchardReport
{
    /// <summary>Images of the pool.</summary>
    public required int PoolImages { get; init; }

    /// <summary>Questions of the pool.</summary>
    public required int PoolQuestions { get; init; }

    /// <summary>Images of the pre-training corpus.</summary>
    public required int PretrainImages { get; init; }

    /// <summary>Captions of the pre-training corpus.</summary>
    public required int Captions { get; init; }

    /// <summary>Questions of the pre-training corpus.</summary>
    public required int PretrainQuestions { get; init; }

    /// <summary>Mean regions of an image of the pool.</summary>
    public required double RegionsPerImage { get; init; }

    /// <summary>Share of the pool's questions on which eight or more of the ten annotators agree.</summary>
    public required double ClearShare { get; init; }

    /// <summary>The question types, most frequent first.</summary>
    public required IReadOnlyList<TypePrior> QuestionTypes { get; init; }

    /// <summary>
    /// The answers by family. A changing-prior split leaves most of a (question type, answer) pair on one side, so an answer can be
    /// learnt for
    /// the test only if several types have it.
    /// </summary>
    public required IReadOnlyList<AnswerCoverage> Answers { get; init; }

    /// <summary>The report as lines for people.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        CultureInfo plain = CultureInfo.InvariantCulture;
        text.AppendLine(plain, $"pool: {PoolImages} images, {PoolQuestions} questions, {RegionsPerImage:0.0} regions an image");
        text.AppendLine(plain, $"8 or more annotators agree on {ClearShare:P1} of the questions");
        text.AppendLine(plain, $"pre-training: {PretrainImages} images, {Captions} captions, {PretrainQuestions} questions");
        foreach (TypePrior type in QuestionTypes)
        {
            text.Append(plain, $"  {type.QuestionType,-26} {type.Questions,6} questions, {type.Answers,2} answers, ");
            text.AppendLine(plain, $"{type.UsualAnswer} {type.UsualShare:P0}");
        }
        foreach (AnswerCoverage answer in Answers)
        {
            text.Append(plain, $"  {answer.Family,-7} {answer.Answer,-9} {answer.Questions,6} questions, ");
            text.AppendLine(plain, $"{answer.QuestionTypes.Count,2} types");
        }
        return text.ToString();
    }

    internal static IReadOnlyList<TypePrior> PriorsOf(IEnumerable<VqaExample> examples) =>
    [
        .. from example in examples
           group example by example.QuestionType into type
           let answers = Ranked(type.Select(example => example.MultipleChoiceAnswer))
           orderby type.Count() descending, type.Key
           select new TypePrior(type.Key, type.Count(), answers.Count, answers[0].Key, (double)answers[0].Value / type.Count()),
    ];

    internal static IReadOnlyList<AnswerCoverage> CoverageOf(IEnumerable<VqaExample> examples) =>
    [
        .. from example in examples
           group example by example.MultipleChoiceAnswer into answer
           let family = AnswerFamilies.Of(answer.Key)
           let types = Ranked(answer.Select(example => example.QuestionType))
           orderby family, answer.Count() descending, answer.Key
           select new AnswerCoverage(AnswerFamilies.Name(family), answer.Key, answer.Count(), [.. types.Select(pair => pair.Key)]),
    ];

    /// <summary>Distinct texts with their numbers, most frequent first.</summary>
    private static List<KeyValuePair<string, int>> Ranked(IEnumerable<string> texts) =>
        [.. texts.CountBy(text => text).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)];
}
