using System.Globalization;
using Espalier.Orchard.Scenes;
using static Espalier.Orchard.Questions.Words;

namespace Espalier.Orchard.Questions;

/// <summary>Questions whose answer is a number from 0 to 5.</summary>
internal static class NumberQuestions
{
    private const int Largest = 5;

    internal static IEnumerable<Candidate> HowMany(SceneFacts facts, Dice dice)
    {
        foreach (Kind kind in PresentAndAbsent(facts, dice))
        {
            string end = dice.Pick([" are there", " can you see", " are in the picture", " are in this picture", ""]);
            yield return Count(facts, facts.Count(kind), $"how many {Plural(kind)}{end}?");
        }
        foreach (Thing thing in facts.Scene.Things)
            yield return Count(facts, facts.Count(thing.Kind, thing.Tint), $"how many {Of(thing.Tint)} {Plural(thing.Kind)} are there?");
    }

    internal static IEnumerable<Candidate> HowManyThingsAre(SceneFacts facts, Dice dice)
    {
        for (Tint tint = 0; (int)tint < Taste.TintCount; tint++)
        {
            int count = facts.Count(tint);
            if (count <= Largest && (count > 0 || dice.Chance(0.2))) yield return Count(facts, count, $"how many things are {Of(tint)}?");
        }
        for (Bulk bulk = Bulk.Small; bulk <= Bulk.Big; bulk++)
        {
            if (facts.Count(bulk) <= Largest) yield return Count(facts, facts.Count(bulk), $"how many things are {Of(bulk)}?");
        }
        // Some would count a person as a thing.
        if (facts.Scene.Person is null && facts.Scene.Things.Count <= Largest)
            yield return Count(facts, facts.Scene.Things.Count, $"how many things are {dice.Pick(["there", "in the picture"])}?");
    }

    internal static IEnumerable<Candidate> WhatNumberOf(SceneFacts facts, Dice dice)
    {
        foreach (Kind kind in PresentAndAbsent(facts, dice))
        {
            string end = dice.Pick(["are there", "do you see", "can you see", "are in the picture"]);
            yield return Count(facts, facts.Count(kind), $"what number of {Plural(kind)} {end}?");
        }
    }

    internal static IEnumerable<Candidate> HowManyOfThe(SceneFacts facts, Dice dice)
    {
        foreach (Kind kind in facts.Groups)
        {
            int groupSize = facts.Count(kind);
            Tint other = OtherTint(facts.Of(kind).First().Tint, dice);
            foreach (Tint tint in facts.Of(kind).Select(thing => thing.Tint).Append(other).Distinct())
                yield return Count(facts, facts.Count(kind, tint), $"how many of the {Plural(kind)} are {Of(tint)}?");
            int big = facts.Of(kind).Count(thing => thing.Bulk == Bulk.Big);
            yield return Count(facts, big, $"how many of the {Plural(kind)} are big?");
            yield return Count(facts, groupSize - big, $"how many of the {Plural(kind)} are small?");
        }
        foreach (Tint tint in facts.Scene.Things.Select(thing => thing.Tint).Distinct().Where(tint => facts.Count(tint) <= Largest))
            yield return Count(facts, facts.Count(tint), $"how many of the things are {Of(tint)}?");
    }

    private static IEnumerable<Kind> PresentAndAbsent(SceneFacts facts, Dice dice) =>
        facts.Scene.Things.Select(thing => thing.Kind).Distinct().Append(dice.Pick(facts.Absent));

    private static Tint OtherTint(Tint tint, Dice dice) => (Tint)(((int)tint + 1 + dice.Below(Taste.TintCount - 1)) % Taste.TintCount);

    private static Candidate Count(SceneFacts facts, int count, string text)
    {
        // Counting goes wrong where there is much to count.
        double doubt = (facts.Scene.Things.Count > 4 ? 1.5 : 1) + (0.5 * Math.Max(0, count - 2));
        return new(text, AnswerFamily.Number, count.ToString(CultureInfo.InvariantCulture), doubt);
    }
}
