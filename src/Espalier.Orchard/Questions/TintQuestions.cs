using Espalier.Orchard.Scenes;
using static Espalier.Orchard.Questions.Words;

namespace Espalier.Orchard.Questions;

/// <summary>Questions whose answer is a colour.</summary>
internal static class TintQuestions
{
    internal static IEnumerable<Candidate> WhatColorIsThe(SceneFacts facts, Dice dice)
    {
        foreach (Thing thing in facts.Lone)
        {
            string end = dice.Pick(["", "", " in the picture", " here"]);
            yield return About(thing, $"what color is the {Of(thing.Kind)}{end}?");
        }
        foreach (Thing thing in TellableBySize(facts)) yield return About(thing, $"what color is the {Of(thing.Bulk)} {Of(thing.Kind)}?");
        if (facts.Held is { } held) yield return About(held, "what color is the thing the person is holding?");
        foreach (Thing thing in facts.OnTop)
            yield return About(thing, $"what color is the thing on the {Of(thing.Under!.Value)}?");
    }

    internal static IEnumerable<Candidate> WhatColorAreThe(SceneFacts facts, Dice dice)
    {
        foreach (Kind kind in facts.Groups)
        {
            Thing first = facts.Of(kind).First();
            if (facts.Of(kind).Any(thing => thing.Tint != first.Tint)) continue;
            string end = dice.Pick(["", "", " in the picture"]);
            yield return About(first, $"what color are the {Plural(kind)}{end}?");
            yield return About(first, $"what color are the {Numbers[facts.Count(kind)]} {Plural(kind)}?");
        }
    }

    internal static IEnumerable<Candidate> WhatIsTheColorOfThe(SceneFacts facts, Dice dice)
    {
        foreach (Thing thing in facts.Lone)
        {
            string end = dice.Pick(["", "", " in the picture"]);
            yield return About(thing, $"what is the color of the {Of(thing.Kind)}{end}?");
        }
        foreach (Thing thing in TellableBySize(facts))
            yield return About(thing, $"what is the color of the {Of(thing.Bulk)} {Of(thing.Kind)}?");
    }

    internal static IEnumerable<Candidate> WhatColor(SceneFacts facts, Dice dice)
    {
        foreach (Thing thing in facts.Lone)
        {
            string words = dice.Pick(["is there", "do you see", "is in the picture"]);
            yield return About(thing, $"what color {Of(thing.Kind)} {words}?");
        }
        if (facts.Held is not { } held) yield break;
        yield return About(held, $"what color {Of(held.Kind)} is the person holding?");
        yield return About(held, "what color thing is the person holding?");
    }

    /// <summary>Things that are not alone, but the only big or small ones of their kind.</summary>
    private static IEnumerable<Thing> TellableBySize(SceneFacts facts) => facts.Scene.Things.Where(thing =>
        facts.Count(thing.Kind) > 1 && facts.Of(thing.Kind).Count(other => other.Bulk == thing.Bulk) == 1);

    private static Candidate About(Thing thing, string text) =>
        new(text, AnswerFamily.Tint, Of(thing.Tint), QuestionType.DoubtAbout(thing));
}
