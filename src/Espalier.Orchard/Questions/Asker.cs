using Espalier.Orchard.Scenes;

namespace Espalier.Orchard.Questions;

/// <summary>Chooses the questions that are asked about a scene.</summary>
internal sealed class Asker
{
    private const int Attempts = 200;
    private static readonly string[] Endings =
        [" in the picture?", " in this picture?", " are there?", " can you see?", " do you see?", " here?", " is there?"];
    private readonly double[] typeWeights;
    private readonly bool skewed;

    private Asker(bool skewed)
    {
        this.skewed = skewed;
        typeWeights = [.. QuestionType.All.Select(type => type.Weight)];
    }

    /// <summary>Asks as people do: each type of question has its favourite answers.</summary>
    internal static Asker Skewed { get; } = new(skewed: true);

    /// <summary>Asks for all answers alike.</summary>
    internal static Asker Even { get; } = new(skewed: false);

    /// <summary>Chooses questions, all different.</summary>
    internal List<(QuestionType Type, Candidate Question)> Ask(SceneFacts facts, Dice dice, int count)
    {
        List<(QuestionType, Candidate)> chosen = [];
        HashSet<string> meanings = [];
        for (int i = 0; i < Attempts && chosen.Count < count; i++)
        {
            int typeIndex = dice.Weighted(typeWeights);
            QuestionType type = QuestionType.All[typeIndex];
            if (Choose(type, typeIndex, facts, dice) is { } candidate && meanings.Add(Meaning(candidate.Text)))
                chosen.Add((type, candidate));
        }
        return chosen;
    }

    /// <summary>The text without an ending that changes nothing, so that nothing is asked twice about an image in the same words.</summary>
    private static string Meaning(string text)
    {
        string? ending = Endings.FirstOrDefault(ending => text.EndsWith(ending, StringComparison.Ordinal));
        return text[..^(ending?.Length ?? 1)];
    }

    private Candidate? Choose(QuestionType type, int typeIndex, SceneFacts facts, Dice dice)
    {
        Candidate[] candidates = [.. type.Ask(facts, dice)];
        if (candidates.Length == 0) return null;
        Dictionary<string, int> asked = [];
        foreach (Candidate candidate in candidates) asked[candidate.Answer] = asked.GetValueOrDefault(candidate.Answer) + 1;
        // The answer is chosen first, as it were: how many questions have it does not matter.
        double[] weights = [.. candidates.Select(candidate =>
            (skewed ? Appetite.Skewed(type, typeIndex, candidate) : Appetite.Even(candidate)) / asked[candidate.Answer])];
        Candidate chosen = candidates[dice.Weighted(weights)];
        // Some types offer one or two answers a scene, too few to choose among: what is no favourite is often not asked for at all.
        return !skewed || dice.Chance(Appetite.Willingness(type, typeIndex, chosen)) ? chosen : null;
    }
}
