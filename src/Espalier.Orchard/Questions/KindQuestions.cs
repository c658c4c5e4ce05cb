using Espalier.Orchard.Scenes;
using static Espalier.Orchard.Questions.Words;

namespace Espalier.Orchard.Questions;

/// <summary>Questions whose answer is a thing.</summary>
internal static class KindQuestions
{
    internal static IEnumerable<Candidate> WhatIsThe(SceneFacts facts, Dice dice)
    {
        foreach (Thing thing in facts.LoneByTint)
            yield return About(thing, $"what is the {Of(thing.Tint)} {dice.Pick(["thing", "object"])}?");
        foreach (Thing thing in facts.OnTop) yield return About(thing, $"what is the thing on the {Of(thing.Under!.Value)}?");
        for (Bulk bulk = Bulk.Small; bulk <= Bulk.Big; bulk++)
        {
            if (facts.Count(bulk) != 1) continue;
            yield return About(facts.Scene.Things.First(thing => thing.Bulk == bulk), $"what is the {Of(bulk)} thing?");
        }
    }

    internal static IEnumerable<Candidate> WhatIs(SceneFacts facts, Dice dice)
    {
        foreach (Thing of in facts.Lone)
        {
            string start = dice.Pick(["what is", "what is on the", "what is to the"]);
            if (facts.OnlyOn(-1, of) is { } onLeft) yield return About(onLeft, $"{start} left of the {Of(of.Kind)}?");
            if (facts.OnlyOn(1, of) is { } onRight) yield return About(onRight, $"{start} right of the {Of(of.Kind)}?");
        }
        foreach (Thing thing in facts.OnTop)
            yield return About(thing, $"what is {dice.Pick(["on", "on top of"])} the {Of(thing.Under!.Value)}?");
        foreach (Thing thing in facts.LoneByTint)
            yield return About(thing, $"what is {Of(thing.Tint)}{dice.Pick(["", " here", " in the picture"])}?");
    }

    internal static IEnumerable<Candidate> WhatThingIs(SceneFacts facts, Dice dice)
    {
        foreach (Thing thing in facts.LoneByTint)
            yield return About(thing, $"what thing is {Of(thing.Tint)}{dice.Pick(["", " in the picture"])}?");
        foreach (Thing thing in facts.OnTop)
            yield return About(thing, $"what thing is on {dice.Pick(["", "top of "])}the {Of(thing.Under!.Value)}?");
        if (facts.Held is { } held) yield return About(held, "what thing is the person holding?");
    }

    internal static IEnumerable<Candidate> Which(SceneFacts facts, Dice dice)
    {
        foreach (Thing big in facts.Lone.Where(thing => thing.Bulk == Bulk.Big))
        {
            foreach (Thing small in facts.Lone.Where(thing => thing.Bulk == Bulk.Small))
            {
                (Thing first, Thing second) = dice.Chance(0.5) ? (big, small) : (small, big);
                bool bigger = dice.Chance(0.5);
                string word = bigger ? dice.Pick(["bigger", "larger"]) : "smaller";
                yield return About(bigger ? big : small, $"which is {word}, the {Of(first.Kind)} or the {Of(second.Kind)}?");
            }
        }
        foreach (Thing thing in facts.LoneByTint) yield return About(thing, $"which {dice.Pick(["thing", "object"])} is {Of(thing.Tint)}?");
        if (facts.Held is { } held) yield return About(held, "which thing is held by the person?");
    }

    internal static IEnumerable<Candidate> WhatIsThePerson(SceneFacts facts, Dice dice)
    {
        if (facts.Held is { } held)
            yield return About(held, $"what is the person {dice.Pick(["holding", "holding in the hand", "carrying"])}?");
    }

    private static Candidate About(Thing thing, string text) =>
        new(text, AnswerFamily.Kind, Of(thing.Kind), QuestionType.DoubtAbout(thing));
}
