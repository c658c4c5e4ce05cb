using Espalier.Orchard.Regions;
using Espalier.Orchard.Scenes;

namespace Espalier.Orchard.Tests;

public sealed class SceneTests
{
    private static readonly Scene[] Scenes =
    [
        .. Enumerable.Range(0, 300).Select(image => SceneMaker.Make(Dice.For(9, 1, image), Taste.Natural)),
        .. Enumerable.Range(0, 300).Select(image => SceneMaker.Make(Dice.For(9, 4, image), Taste.Even)),
    ];

    [Fact]
    public void Scenes_have_three_to_six_things_inside_the_picture() => Assert.All(Scenes, scene =>
    {
        Assert.InRange(scene.Things.Count, 3, 6);
        Assert.All(scene.Things, thing => Assert.Equal(thing.Box.Area, thing.Box.Overlap(new(0, 0, Scene.Side, Scene.Side)), 1f));
    });

    [Fact]
    public void Big_things_are_at_least_one_and_a_half_times_as_long_as_small_ones()
    {
        ILookup<Bulk, float> sides = Scenes.SelectMany(scene => scene.Things)
            .ToLookup(thing => thing.Bulk, thing => MathF.Max(thing.Box.Width, thing.Box.Height));
        Assert.True(sides[Bulk.Big].Min() > 1.5f * sides[Bulk.Small].Max());
        Assert.True(sides[Bulk.Small].Min() > 20);
    }

    [Fact]
    public void Only_a_thing_marked_so_is_covered_by_another_and_never_by_more_than_a_third() => Assert.All(Scenes, scene =>
    {
        for (int back = 0; back < scene.Things.Count; back++)
        {
            Thing thing = scene.Things[back];
            foreach (Thing front in scene.Things.Skip(back + 1).Where(front => front.Under != thing.Kind))
                Assert.InRange(front.Box.Overlap(thing.Box) / thing.Box.Area, 0, thing.PartlyHidden ? 0.34f : 0);
        }
    });

    [Fact]
    public void Held_stacked_and_hidden_things_are_common_and_a_person_always_holds_one()
    {
        Assert.All(Scenes, scene => Assert.Equal(scene.Person is null ? 0 : 1, scene.Things.Count(thing => thing.Held)));
        Assert.InRange(Scenes.Count(scene => scene.Person is not null), 180, 300);
        Assert.InRange(Scenes.Count(scene => scene.Things.Any(thing => thing.Under is not null)), 40, 140);
        Assert.InRange(Scenes.Count(scene => scene.Things.Any(thing => thing.PartlyHidden)), 70, 180);
    }

    [Fact]
    public void The_detector_misses_little_and_rarely_finds_what_is_not_there()
    {
        double things = 0, missed = 0, falseFinds = 0;
        for (int i = 0; i < Scenes.Length; i++)
        {
            Region[] regions = Detector.Detect(Scenes[i], Dice.For(9, 2, i));
            Assert.InRange(regions.Length, 1, Detector.MostRegions);
            Assert.All(regions, region => Assert.True(
                region.Box is { Left: >= 0, Top: >= 0, Right: <= Scene.Side, Bottom: <= Scene.Side, Width: > 3, Height: > 3 }));
            things += Scenes[i].Things.Count;
            missed += Scenes[i].Things.Count - regions.Count(region => region.Tint != Detector.NoLabel);
            falseFinds += regions.Count(region => region.Kind == Detector.NoLabel);
        }
        Assert.InRange(missed / things, 0.01, 0.045);
        Assert.InRange(falseFinds / things, 0.03, 0.08);
    }

    [Fact]
    public void Boxes_of_the_detector_lie_close_around_the_things()
    {
        Scene scene = Scenes[0];
        Region[] regions = Detector.Detect(scene, Dice.For(9, 3, 0));
        Assert.All(regions.Where(region => region.Tint != Detector.NoLabel), region => Assert.Contains(scene.Things, thing =>
            (int)thing.Kind == region.Kind && (int)thing.Tint == region.Tint
            && thing.Box.Overlap(region.Box) / (thing.Box.Area + region.Box.Area - thing.Box.Overlap(region.Box)) > 0.6f));
    }
}
