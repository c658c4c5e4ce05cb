using System.Text.RegularExpressions;
using Espalier.Orchard.Questions;
using Espalier.Orchard.Scenes;

namespace Espalier.Orchard.Tests;

public sealed class CaptionTests
{
    private const string Tint = "(?<tint>red|orange|yellow|green|blue|purple|pink|brown|black|white)";
    private const string Noun = $"(an? |the )((?<size>big|small) )?({Tint} )?(?<kind>[a-z]+)";

    [Fact]
    public void Captions_are_true()
    {
        int checkedCount = 0;
        for (int image = 0; image < 400; image++)
        {
            Scene scene = SceneMaker.Make(Dice.For(5, 1, image), Taste.Even);
            List<string> captions = CaptionWriter.Write(new(scene), Dice.For(5, 2, image), 5);
            Assert.InRange(captions.Count, 4, 5);
            Assert.Equal(captions.Count, captions.Distinct().Count());
            foreach (string caption in captions)
            {
                bool? isTrue = Judge(scene, caption);
                if (isTrue is not null) checkedCount++;
                Assert.True(isTrue ?? true, caption);
            }
        }
        // The rest speaks of holding, standing and sides of the picture, which the questions' oracle covers.
        Assert.True(checkedCount > 1300, $"{checkedCount}");
    }

    private static bool? Judge(Scene scene, string caption)
    {
        if (Match(caption, $"there is {Noun}") is { } there) return Matching(scene, there).Any();
        if (Match(caption, $"(the (?<kind>[a-z]+) (is|are)|the color of the (?<kind>[a-z]+) is) {Tint}") is { } tinted)
            return Of(scene, tinted).All(thing => Name(thing.Tint) == tinted.Groups["tint"].Value) && Of(scene, tinted).Any();
        if (Match(caption, "(there is|there are|you can see) (?<number>one|two|three|four|five) (?<kind>[a-z]+)") is { } counted)
            return Words.Numbers[Of(scene, counted).Count()] == counted.Groups["number"].Value;
        if (Match(caption, "(?<number>no|one|two|three|four|five|six) things? (is|are) ((?<size>big|small)|(?<tint>[a-z]+))") is { } alike)
            return alike.Groups["number"].Value == (Matching(scene, alike).Count() is > 0 and int count ? Words.Numbers[count] : "no");
        if (Match(caption, "there (is|are) no (?<kind>[a-z]+)") is { } absent && absent.Groups["kind"].Value != "person")
            return !Of(scene, absent).Any();
        if (Match(caption, $"{Noun} is (to the |on the )?(?<side>left|right) of (?<target>.+)") is { } beside)
        {
            Match target = Match(beside.Groups["target"].Value, Noun)!;
            int sign = beside.Groups["side"].Value == "left" ? -1 : 1;
            return Matching(scene, beside).Any(thing => Matching(scene, target).Any(of => (thing.Box.CentreX - of.Box.CentreX) * sign > 8));
        }
        return null;
    }

    private static Match? Match(string text, string pattern)
    {
        Match match = Regex.Match(text, $"^({pattern})$", RegexOptions.ExplicitCapture);
        return match.Success ? match : null;
    }

    private static IEnumerable<Thing> Of(Scene scene, Match match) =>
        scene.Things.Where(thing => match.Groups["kind"].Value is { } word && (word == Name(thing.Kind) || word == Name(thing.Kind) + "s"));

    private static IEnumerable<Thing> Matching(Scene scene, Match match) => scene.Things.Where(thing =>
        (!match.Groups["kind"].Success || Name(thing.Kind) == match.Groups["kind"].Value)
        && (!match.Groups["tint"].Success || Name(thing.Tint) == match.Groups["tint"].Value)
        && (!match.Groups["size"].Success || Name(thing.Bulk) == match.Groups["size"].Value));

    private static string Name<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
