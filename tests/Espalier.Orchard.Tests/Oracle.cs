using System.Globalization;
using System.Text.RegularExpressions;
using Espalier.Orchard.Scenes;

namespace Espalier.Orchard.Tests;

/// <summary>
/// Answers questions from their words and the bare geometry of a scene, with none of the generator's code. It insists that what a question
/// speaks of is unique and clear.
/// </summary>
internal sealed class Oracle(Scene scene)
{
    private const string K = "(?<kind>[a-z]+)", O = "(?<other>[a-z]+)", Z = "(?<size>big|small)";
    private const string T = "(?<tint>red|orange|yellow|green|blue|purple|pink|brown|black|white)";
    private const string Ground = "( in the picture| in this picture| here)?";

    private static readonly (Regex Pattern, Func<Oracle, Match, string> Answer)[] Rules = Compile(
        ("what color is the thing the person is holding", (o, m) => Tint(o.Held())),
        ($"what color is the thing on the {K}", (o, m) => Tint(o.StandingOn(m))),
        ($"what (color is|is the color of) the ({Z} )?{K}{Ground}", (o, m) => Tint(o.Only(m))),
        ($"what color are the ((two|three|four|five) )?{K}{Ground}", (o, m) => Tint(o.Alike(m))),
        ("what color thing is the person holding", (o, m) => Tint(o.Held())),
        ($"what color {K} is the person holding", (o, m) => Tint(o.Held(m))),
        ($"what color {K} (is there|do you see|is in the picture)", (o, m) => Tint(o.Only(m))),
        ($"is the person (holding|carrying) an? {T} thing", (o, m) => YesNo(Tint(o.Held()) == m.Groups["tint"].Value)),
        ($"(is|does) the person (holding|carrying|hold) an? {K}", (o, m) => YesNo(o.Held().Kind == KindOf(m, "kind"))),
        ($"(is there|can you see|does the picture show) a person{Ground}", (o, m) => YesNo(o.Person)),
        ($"(is there|can you see|does the picture show) an? ({T} |{Z} )?{K}{Ground}", (o, m) => YesNo(o.Matching(m).Any())),
        ($"are there any {T} things", (o, m) => YesNo(o.Matching(m).Any())),
        ($"(are there|can you see) any {K}{Ground}", (o, m) => YesNo(o.Matching(m).Any())),
        ($"is the {K} {T}", (o, m) => YesNo(Tint(o.Named(m)) == m.Groups["tint"].Value)),
        ($"is the {K} {Z}", (o, m) => YesNo(Size(o.Named(m)) == m.Groups["size"].Value)),
        ($"is the {K} (big or small|small or big)", (o, m) => Size(o.Named(m))),
        ($"is the {K} (left or right|right or left) of the {O}", (o, m) => o.SideOf(m)),
        ($"is the {K} (?<side>left|right) of the {O}", (o, m) => YesNo(o.SideOf(m) == m.Groups["side"].Value)),
        ($"are the {K} and the {O} the same color", (o, m) => YesNo(Tint(o.Named(m)) == Tint(o.Named(m, "other")))),
        ($"are the {K} (all )?the same color", (o, m) => YesNo(o.Group(m).DistinctBy(thing => thing.Tint).Count() == 1)),
        ($"are the {K} {T}", (o, m) => YesNo(Tint(o.Alike(m)) == m.Groups["tint"].Value)),
        ($"how many things are ({T}|{Z})", (o, m) => Number(o.Matching(m).Count())),
        ("how many things are (there|in the picture)", (o, m) => o.Person ? "unclear" : Number(o.Things.Count)),
        ($"how many of the things are {T}", (o, m) => Number(o.Matching(m).Count())),
        ($"how many of the {K} are ({T}|{Z})", (o, m) => Number(o.Matching(m).Count())),
        ($"(how many|what number of) ({T} )?{K}( are there| can you see| do you see| are in (the|this) picture)?",
            (o, m) => Number(o.Matching(m).Count())),
        ("(what is|what thing is) the person (holding|carrying)( in the hand)?|which thing is held by the person",
            (o, m) => Kind(o.Held())),
        ($"(what is|what thing is) (the thing )?on (top of )?the {K}", (o, m) => Kind(o.StandingOn(m))),
        ($"what is (on the |to the )?(?<side>left|right) of the {K}", (o, m) => Kind(o.Beside(m))),
        ($"what is the {Z} thing", (o, m) => Kind(Assert.Single(o.Matching(m)))),
        ($"(what is the {T} (thing|object)|(what|what thing|which thing|which object) is {T}){Ground}",
            (o, m) => Kind(Assert.Single(o.Matching(m)))),
        ($"which is (?<more>bigger|larger|smaller), the {K} or the {O}", (o, m) => o.Compare(m)),
        ($"where is the {K}{Ground}|on which side (of the picture )?is the {K}", (o, m) => o.Half(m)),
        ($"on which side of the {O} is the {K}", (o, m) => o.SideOf(m)),
        ($"what size is the {K}{Ground}|how big is the ({T} )?{K}", (o, m) => Size(o.Only(m))));

    private IReadOnlyList<Thing> Things => scene.Things;

    private bool Person => scene.Person is not null;

    internal string Answer(string question)
    {
        string text = question.ToLowerInvariant().TrimEnd('?');
        foreach ((Regex pattern, Func<Oracle, Match, string> answer) in Rules)
        {
            Match match = pattern.Match(text);
            if (match.Success) return answer(this, match);
        }
        return $"no rule for '{question}'";
    }

    private static (Regex, Func<Oracle, Match, string>)[] Compile(params (string Pattern, Func<Oracle, Match, string> Answer)[] rules) =>
        [.. rules.Select(rule => (new Regex($"^({rule.Pattern})$", RegexOptions.ExplicitCapture), rule.Answer))];

    private IEnumerable<Thing> Matching(Match match) => Things.Where(thing =>
        (!match.Groups["kind"].Success || thing.Kind == KindOf(match, "kind"))
        && (!match.Groups["tint"].Success || Tint(thing) == match.Groups["tint"].Value)
        && (!match.Groups["size"].Success || Size(thing) == match.Groups["size"].Value));

    private Thing Only(Match match) => Assert.Single(Matching(match));

    private Thing Named(Match match, string group = "kind") => Assert.Single(Things, thing => thing.Kind == KindOf(match, group));

    private Thing[] Group(Match match)
    {
        Thing[] group = [.. Things.Where(thing => thing.Kind == KindOf(match, "kind"))];
        Assert.True(group.Length > 1);
        return group;
    }

    private Thing Alike(Match match)
    {
        Assert.Single(Group(match).DistinctBy(thing => thing.Tint));
        return Group(match)[0];
    }

    /// <summary>The nearest thing whose box, with a little room for the hand, has the hand in it.</summary>
    private Thing Held()
    {
        Assert.NotNull(scene.Person);
        (float x, float y) = (scene.Person.HandX, scene.Person.HandY);
        Box hand = new(x - 4, y - 4, x + 4, y + 4);
        return Assert.Single(Things, thing => thing.Box.Overlap(hand) > 0);
    }

    private Thing Held(Match match)
    {
        Assert.Equal(Held().Kind, KindOf(match, "kind"));
        return Held();
    }

    private Thing StandingOn(Match match)
    {
        Box stand = Named(match).Box;
        return Assert.Single(Things, thing => thing.Box.CentreX > stand.Left && thing.Box.CentreX < stand.Right
            && thing.Box.Bottom > stand.Top - 1 && thing.Box.Bottom < stand.Top + (stand.Height / 2));
    }

    private Thing Beside(Match match)
    {
        Thing of = Named(match);
        return Assert.Single(Things, thing => thing != of && Side(thing, of) == match.Groups["side"].Value);
    }

    private string SideOf(Match match) => Side(Named(match), Named(match, "other"));

    private string Half(Match match)
    {
        float x = Named(match).Box.CentreX / Scene.Side;
        Assert.False(x is > 0.42f and < 0.58f);
        return x < 0.5f ? "left" : "right";
    }

    private string Compare(Match match)
    {
        Thing first = Named(match), second = Named(match, "other");
        Assert.NotEqual(Size(first), Size(second));
        bool big = match.Groups["more"].Value != "smaller";
        return Kind(Size(first) == "big" == big ? first : second);
    }

    private static string Side(Thing thing, Thing of)
    {
        float difference = thing.Box.CentreX - of.Box.CentreX;
        Assert.True(MathF.Abs(difference) > 8, "neither clearly left nor clearly right");
        return difference < 0 ? "left" : "right";
    }

    private static Kind KindOf(Match match, string group)
    {
        string word = match.Groups[group].Value;
        return Enum.Parse<Kind>(Enum.TryParse(word, ignoreCase: true, out Kind _) ? word : word.TrimEnd('s'), ignoreCase: true);
    }

    private static string Tint(Thing thing) => thing.Tint.ToString().ToLowerInvariant();

    private static string Kind(Thing thing) => thing.Kind.ToString().ToLowerInvariant();

    private static string Size(Thing thing) => MathF.Max(thing.Box.Width, thing.Box.Height) > 36 ? "big" : "small";

    private static string YesNo(bool yes) => yes ? "yes" : "no";

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
