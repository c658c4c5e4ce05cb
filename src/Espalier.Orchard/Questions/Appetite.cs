namespace Espalier.Orchard.Questions;

/// <summary>
/// Which answers people like to ask for. In the pool each way of asking has its own favourites and a long tail, as in data from people: "is
/// there a" is mostly asked about what is there. For pre-training every answer is as welcome as any other.
/// </summary>
internal static class Appetite
{
    private const double Least = 0.025;
    private static readonly int[] CommonNumbers = [3, 0, 1, 2, 4, 5], GroupNumbers = [2, 1, 0, 3, 4, 5];

    // Large numbers fit few scenes, so they must be taken where they do.
    private static readonly double[] Rarity = [1, 1, 1.4, 2.5, 5, 9];

    /// <summary>The weight of an answer in the pool.</summary>
    internal static double Skewed(QuestionType type, int typeIndex, Candidate candidate) => candidate.Family switch
    {
        AnswerFamily.YesNo => candidate.Answer == "yes" ? type.FirstShare : 1 - type.FirstShare,
        AnswerFamily.Side or AnswerFamily.Bulk when type.Name == "is the" => 0.12,
        AnswerFamily.Side => candidate.Answer == "left" ? type.FirstShare : 1 - type.FirstShare,
        AnswerFamily.Bulk => candidate.Answer == "big" ? type.FirstShare : 1 - type.FirstShare,
        AnswerFamily.Number => Ranked((typeIndex % 2 == 0 ? CommonNumbers : GroupNumbers)[candidate.Answer[0] - '0'], 0.62),
        AnswerFamily.Tint => Ranked(Rank(Words.Tints, candidate.Answer, typeIndex * 3), 0.7),
        AnswerFamily.Kind => Ranked(Rank(Words.Kinds, candidate.Answer, typeIndex * 9), 0.78),
        _ => throw new ArgumentOutOfRangeException(nameof(candidate)),
    };

    /// <summary>The chance that a question of the pool is asked at all, given its answer.</summary>
    internal static double Willingness(QuestionType type, int typeIndex, Candidate candidate) =>
        candidate.Family is AnswerFamily.Tint or AnswerFamily.Kind ? 0.25 + (0.75 * Skewed(type, typeIndex, candidate)) : 1;

    /// <summary>The weight of an answer in the pre-training corpus.</summary>
    internal static double Even(Candidate candidate) => candidate.Family == AnswerFamily.Number ? Rarity[candidate.Answer[0] - '0'] : 1;

    private static double Ranked(int rank, double decay) => Math.Max(Least, Math.Pow(decay, rank));

    /// <summary>The place of an answer in an order that the turn makes different between the types.</summary>
    private static int Rank(IReadOnlyList<string> answers, string answer, int turn)
    {
        int at = 0;
        while (answers[at] != answer) at++;
        return ((at * 7) + turn) % answers.Count;
    }
}
