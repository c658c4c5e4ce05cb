using Espalier.Orchard.Scenes;
using static Espalier.Orchard.Questions.Words;

namespace Espalier.Orchard.Questions;

/// <summary>Questions whose answer is yes or no, and those that begin like one but offer a choice.</summary>
internal static class YesNoQuestions
{
    internal static IEnumerable<Candidate> IsThereA(SceneFacts facts, Dice dice)
    {
        foreach ((string noun, bool there) in Nouns(facts, dice))
            yield return YesOrNo(there, $"is there {A(noun)}{dice.Pick(["", "", " in the picture", " here"])}?");
    }

    internal static IEnumerable<Candidate> AreThereAny(SceneFacts facts, Dice dice)
    {
        foreach (Kind kind in PresentAndAbsent(facts, dice))
            yield return YesOrNo(facts.Count(kind) > 0, $"are there any {Plural(kind)}{dice.Pick(["", " in the picture", " here"])}?");
        Tint some = dice.Pick(facts.Scene.Things).Tint, other = (Tint)dice.Below(Taste.TintCount);
        yield return YesOrNo(true, $"are there any {Of(some)} things?");
        yield return YesOrNo(facts.Count(other) > 0, $"are there any {Of(other)} things?");
    }

    internal static IEnumerable<Candidate> CanYouSee(SceneFacts facts, Dice dice)
    {
        foreach ((string noun, bool there) in Nouns(facts, dice))
            yield return YesOrNo(there, $"can you see {A(noun)}{dice.Pick(["", "", " in the picture"])}?");
        foreach (Kind kind in PresentAndAbsent(facts, dice))
            yield return YesOrNo(facts.Count(kind) > 0, $"can you see any {Plural(kind)}?");
    }

    internal static IEnumerable<Candidate> IsThe(SceneFacts facts, Dice dice)
    {
        foreach (Thing thing in facts.Lone)
        {
            string noun = Of(thing.Kind);
            yield return YesOrNo(true, $"is the {noun} {Of(thing.Tint)}?", thing);
            yield return YesOrNo(false, $"is the {noun} {Of(OtherTint(thing.Tint, dice))}?", thing);
            yield return YesOrNo(thing.Bulk == Bulk.Big, $"is the {noun} big?", thing);
            yield return YesOrNo(thing.Bulk == Bulk.Small, $"is the {noun} small?", thing);
            yield return PlaceQuestions.OfSize(thing, $"is the {noun} {dice.Pick(["big or small", "small or big"])}?");
            Thing of = dice.Pick(facts.Lone);
            int side = SceneFacts.Side(thing, of);
            if (side == 0) continue;
            string asked = dice.Pick(["left", "right"]);
            yield return YesOrNo(side < 0 == (asked == "left"), $"is the {noun} {asked} of the {Of(of.Kind)}?");
            string choice = dice.Pick(["left or right", "right or left"]);
            yield return PlaceQuestions.OnSide(side, $"is the {noun} {choice} of the {Of(of.Kind)}?");
        }
    }

    internal static IEnumerable<Candidate> AreThe(SceneFacts facts, Dice dice)
    {
        foreach (Kind kind in facts.Groups)
        {
            Thing[] group = [.. facts.Of(kind)];
            bool same = group.All(thing => thing.Tint == group[0].Tint);
            yield return YesOrNo(same, $"are the {Plural(kind)} {dice.Pick(["all the same color", "the same color"])}?");
            if (!same) continue;
            yield return YesOrNo(true, $"are the {Plural(kind)} {Of(group[0].Tint)}?", group[0]);
            yield return YesOrNo(false, $"are the {Plural(kind)} {Of(OtherTint(group[0].Tint, dice))}?", group[0]);
        }
        // Two kinds: a comparison across things.
        if (facts.Lone.Count < 2) yield break;
        Thing first = dice.Pick(facts.Lone), second = dice.Pick(facts.Lone);
        if (first.Kind != second.Kind)
            yield return YesOrNo(first.Tint == second.Tint, $"are the {Of(first.Kind)} and the {Of(second.Kind)} the same color?");
    }

    internal static IEnumerable<Candidate> IsThePerson(SceneFacts facts, Dice dice)
    {
        if (facts.Held is not { } held) yield break;
        foreach (Kind kind in new[] { held.Kind, dice.Pick(facts.Scene.Things).Kind, dice.Pick(facts.Absent) })
            yield return YesOrNo(kind == held.Kind, $"is the person {dice.Pick(["holding", "carrying"])} {A(kind)}?");
        foreach (Tint tint in new[] { held.Tint, OtherTint(held.Tint, dice) })
            yield return YesOrNo(tint == held.Tint, $"is the person holding {A(Of(tint))} thing?");
    }

    internal static IEnumerable<Candidate> DoesThe(SceneFacts facts, Dice dice)
    {
        foreach (Kind kind in PresentAndAbsent(facts, dice))
            yield return YesOrNo(facts.Count(kind) > 0, $"does the picture show {A(kind)}?");
        if (facts.Held is not { } held) yield break;
        foreach (Kind kind in new[] { held.Kind, dice.Pick(facts.Scene.Things).Kind, dice.Pick(facts.Absent) })
            yield return YesOrNo(kind == held.Kind, $"does the person hold {A(kind)}?");
    }

    /// <summary>Nouns with and without a colour or size, for things that are there and things that are not.</summary>
    private static IEnumerable<(string Noun, bool There)> Nouns(SceneFacts facts, Dice dice)
    {
        foreach (Kind kind in PresentAndAbsent(facts, dice)) yield return (Of(kind), facts.Count(kind) > 0);
        foreach (Thing thing in facts.Scene.Things)
        {
            yield return ($"{Of(thing.Tint)} {Of(thing.Kind)}", true);
            Tint tint = OtherTint(thing.Tint, dice);
            yield return ($"{Of(tint)} {Of(thing.Kind)}", facts.Count(thing.Kind, tint) > 0);
            Bulk bulk = (Bulk)dice.Below(2);
            yield return ($"{Of(bulk)} {Of(thing.Kind)}", facts.Of(thing.Kind).Any(other => other.Bulk == bulk));
        }
        yield return ("person", facts.Scene.Person is not null);
    }

    private static IEnumerable<Kind> PresentAndAbsent(SceneFacts facts, Dice dice) =>
        facts.Scene.Things.Select(thing => thing.Kind).Distinct()
            .Concat([dice.Pick(facts.Absent), dice.Pick(facts.Absent), dice.Pick(facts.Absent)]);

    private static Tint OtherTint(Tint tint, Dice dice) => (Tint)(((int)tint + 1 + dice.Below(Taste.TintCount - 1)) % Taste.TintCount);

    private static Candidate YesOrNo(bool yes, string text, Thing? about = null) =>
        new(text, AnswerFamily.YesNo, Words.YesNo(yes), about is null ? 1 : QuestionType.DoubtAbout(about));
}
