using Espalier.Features;
using Espalier.Orchard.Drawing;
using Espalier.Orchard.Regions;
using Espalier.Orchard.Scenes;

namespace Espalier.Orchard.Tests;

/// <summary>Regions found from pixels alone, against where things were drawn.</summary>
public sealed class RegionFinderTests
{
    private const int Pictures = 200;

    [Fact]
    public void Things_that_stand_alone_are_found_and_little_else()
    {
        using ScenePainter painter = new();
        (int alone, int foundAlone, int all, int foundAll, int regions) = (0, 0, 0, 0, 0);
        for (int image = 0; image < Pictures; image++)
        {
            Scene scene = SceneMaker.Make(Dice.For(9, 1, image), Taste.Natural);
            painter.Paint(scene);
            Box[] found = [.. RegionFinder.Find(painter.ToImage(), Detector.MostRegions).Chunk(4).Select(box =>
                new Box(box[0] * Scene.Side, box[1] * Scene.Side, box[2] * Scene.Side, box[3] * Scene.Side))];
            regions += found.Length;
            foreach (Thing thing in scene.Things)
            {
                bool hit = found.Any(box => Agreement(box, thing.Box) > 0.7f);
                bool touching = thing.Held || thing.PartlyHidden || thing.Under is not null || scene.Things.Any(other => other != thing && other.Box.Grow(3).Overlap(thing.Box) > 0)
                    || (scene.Person is { } person && person.Box.Grow(3).Overlap(thing.Box) > 0);
                all++;
                if (hit) foundAll++;
                if (touching) continue;
                alone++;
                if (hit) foundAlone++;
            }
        }
        Assert.True(alone > Pictures);
        Assert.True(foundAlone >= 0.95 * alone, $"{foundAlone} of {alone} things that stand alone");
        Assert.True(foundAll >= 0.75 * all, $"{foundAll} of {all} things");
        Assert.True(regions <= all, $"{regions} regions for {all} things");
    }

    private static float Agreement(Box a, Box b) => a.Overlap(b) / (a.Area + b.Area - a.Overlap(b));
}
