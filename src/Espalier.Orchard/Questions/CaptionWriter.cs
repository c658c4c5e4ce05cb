using Espalier.Orchard.Scenes;
using static Espalier.Orchard.Questions.Words;

namespace Espalier.Orchard.Questions;

/// <summary>True sentences about a scene, in the words that questions use.</summary>
internal static class CaptionWriter
{
    private static readonly Func<SceneFacts, Dice, string?>[] Kinds =
        [Colour, Colour, Count, Count, Relation, Relation, Size, Side, Holding, Standing, Absence, Total];

    /// <summary>Writes sentences, all different.</summary>
    internal static List<string> Write(SceneFacts facts, Dice dice, int count)
    {
        List<string> captions = [];
        for (int i = 0; i < 100 && captions.Count < count; i++)
        {
            if (dice.Pick(Kinds)(facts, dice) is { } caption && !captions.Contains(caption)) captions.Add(caption);
        }
        return captions;
    }

    private static string? Colour(SceneFacts facts, Dice dice)
    {
        Thing thing = dice.Pick(facts.Scene.Things);
        if (facts.Count(thing.Kind) == 1)
        {
            string noun = Of(thing.Kind), tint = Of(thing.Tint);
            return dice.Pick([$"the {noun} is {tint}", $"the color of the {noun} is {tint}", $"there is {Noun(thing, dice)}"]);
        }
        bool alike = facts.Count(thing.Kind, thing.Tint) == facts.Count(thing.Kind);
        return alike ? $"the {Plural(thing.Kind)} are {Of(thing.Tint)}" : $"there is {Noun(thing, dice)}";
    }

    private static string? Count(SceneFacts facts, Dice dice)
    {
        if (dice.Chance(0.3))
        {
            Tint tint = dice.Pick(facts.Scene.Things).Tint;
            int tinted = facts.Count(tint);
            return tinted == 1 ? $"one thing is {Of(tint)}" : $"{Numbers[tinted]} things are {Of(tint)}";
        }
        Kind kind = dice.Pick(facts.Scene.Things).Kind;
        int count = facts.Count(kind);
        string start = dice.Pick([count == 1 ? "there is" : "there are", "you can see"]);
        return $"{start} {Numbers[count]} {(count == 1 ? Of(kind) : Plural(kind))}";
    }

    private static string? Relation(SceneFacts facts, Dice dice)
    {
        Thing thing = dice.Pick(facts.Scene.Things), of = dice.Pick(facts.Scene.Things);
        int side = SceneFacts.Side(thing, of);
        if (side == 0) return null;
        string where = side < 0 ? "left" : "right";
        string subject = facts.Count(thing.Kind) == 1 ? $"the {Of(thing.Kind)}" : Noun(thing, dice);
        string target = facts.Count(of.Kind) == 1 && dice.Chance(0.5) ? $"the {Of(of.Kind)}" : Noun(of, dice);
        return $"{subject} is {dice.Pick(["", "to the ", "on the "])}{where} of {target}";
    }

    private static string? Size(SceneFacts facts, Dice dice)
    {
        Thing thing = dice.Pick(facts.Scene.Things), other = dice.Pick(facts.Scene.Things);
        if (facts.Count(thing.Kind) > 1) return null;
        if (thing.Bulk != other.Bulk && facts.Count(other.Kind) == 1 && dice.Chance(0.6))
            return $"the {Of(thing.Kind)} is {(thing.Bulk == Bulk.Big ? "bigger" : "smaller")} than the {Of(other.Kind)}";
        return dice.Pick([$"the {Of(thing.Kind)} is {Of(thing.Bulk)}", $"the size of the {Of(thing.Kind)} is {Of(thing.Bulk)}"]);
    }

    private static string? Side(SceneFacts facts, Dice dice)
    {
        Thing thing = dice.Pick(facts.Scene.Things);
        int side = SceneFacts.Side(thing.Box);
        if (side == 0 || facts.Count(thing.Kind) > 1) return null;
        return $"the {Of(thing.Kind)} is on the {(side < 0 ? "left" : "right")} side of the picture";
    }

    private static string? Holding(SceneFacts facts, Dice dice)
    {
        if (facts.Held is null) return null;
        string noun = Noun(facts.Held, dice);
        return dice.Pick([$"the person is holding {noun}", $"a person is carrying {noun}", $"{noun} is held by the person"]);
    }

    private static string? Standing(SceneFacts facts, Dice dice)
    {
        if (facts.OnTop.Count == 0) return null;
        Thing thing = facts.OnTop[0];
        return $"{Noun(thing, dice)} is on {dice.Pick(["", "top of "])}the {Of(thing.Under!.Value)}";
    }

    private static string? Absence(SceneFacts facts, Dice dice)
    {
        if (facts.Scene.Person is null && dice.Chance(0.2)) return "there is no person";
        Kind kind = dice.Pick(facts.Absent);
        return dice.Pick([$"there is no {Of(kind)}", $"there are no {Plural(kind)}"]);
    }

    private static string? Total(SceneFacts facts, Dice dice)
    {
        Bulk bulk = (Bulk)dice.Below(2);
        int count = facts.Count(bulk);
        return count == 1 ? $"one thing is {Of(bulk)}" : count == 0 ? $"no thing is {Of(bulk)}" : $"{Numbers[count]} things are {Of(bulk)}";
    }

    private static string Noun(Thing thing, Dice dice) => A(dice.Below(3) switch
    {
        0 => $"{Of(thing.Tint)} {Of(thing.Kind)}",
        1 => $"{Of(thing.Bulk)} {Of(thing.Tint)} {Of(thing.Kind)}",
        _ => Of(thing.Kind),
    });
}
