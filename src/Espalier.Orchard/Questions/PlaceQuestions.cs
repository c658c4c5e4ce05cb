using Espalier.Orchard.Scenes;
using static Espalier.Orchard.Questions.Words;

namespace Espalier.Orchard.Questions;

/// <summary>Questions whose answer is a side or a size.</summary>
internal static class PlaceQuestions
{
    internal static IEnumerable<Candidate> WhereIsThe(SceneFacts facts, Dice dice)
    {
        foreach (Thing thing in facts.Lone)
        {
            int side = SceneFacts.Side(thing.Box);
            if (side != 0) yield return OnSide(side, $"where is the {Of(thing.Kind)}{dice.Pick(["", " in the picture"])}?");
        }
    }

    internal static IEnumerable<Candidate> OnWhichSide(SceneFacts facts, Dice dice)
    {
        foreach (Thing thing in facts.Lone)
        {
            int side = SceneFacts.Side(thing.Box);
            if (side != 0) yield return OnSide(side, $"on which side {dice.Pick(["", "of the picture "])}is the {Of(thing.Kind)}?");
            Thing of = dice.Pick(facts.Lone);
            side = SceneFacts.Side(thing, of);
            if (side != 0) yield return OnSide(side, $"on which side of the {Of(of.Kind)} is the {Of(thing.Kind)}?");
        }
    }

    internal static IEnumerable<Candidate> WhatSizeIsThe(SceneFacts facts, Dice dice) =>
        facts.Lone.Select(thing => OfSize(thing, $"what size is the {Of(thing.Kind)}{dice.Pick(["", " in the picture"])}?"));

    internal static IEnumerable<Candidate> HowBigIsThe(SceneFacts facts, Dice dice) =>
        facts.Lone.Select(thing => OfSize(thing, $"how big is the {dice.Pick(["", Of(thing.Tint) + " "])}{Of(thing.Kind)}?"));

    internal static Candidate OnSide(int side, string text) => new(text, AnswerFamily.Side, side < 0 ? "left" : "right");

    internal static Candidate OfSize(Thing thing, string text) =>
        new(text, AnswerFamily.Bulk, Of(thing.Bulk), QuestionType.DoubtAbout(thing));
}
