using Espalier.Orchard.Scenes;

namespace Espalier.Orchard.Regions;

/// <summary>
/// A simulated object detector: the true boxes, unsteady by a pixel or two, with some misses and some boxes around nothing. Which thing is
/// where is thrown away: a model sees features of pixels only.
/// </summary>
internal static class Detector
{
    /// <summary>Label of a person, after all kinds of things.</summary>
    internal const int PersonLabel = Taste.KindCount;

    /// <summary>Label of a box around nothing.</summary>
    internal const int NoLabel = -1;

    /// <summary>Six things, a person and one false find.</summary>
    internal const int MostRegions = 8;

    private const double Miss = 0.02, MissHidden = 0.06, FalseFind = 0.25;
    private const float Unsteadiness = 1.5f, Margin = 1;

    /// <summary>Finds at least one region, in no particular order.</summary>
    internal static Region[] Detect(Scene scene, Dice dice)
    {
        List<Region> regions = [];
        foreach (Thing thing in scene.Things)
        {
            bool missed = dice.Chance(thing.PartlyHidden ? MissHidden : Miss);
            Box box = Unsteady(thing.Box, dice);
            if (!missed) regions.Add(new(box, (int)thing.Kind, (int)thing.Tint));
        }
        if (scene.Person is not null) regions.Add(new(Unsteady(scene.Person.Box, dice), PersonLabel, NoLabel));
        if (dice.Chance(FalseFind) || regions.Count == 0) regions.Add(new(Anywhere(dice), NoLabel, NoLabel));
        Region[] found = [.. regions];
        dice.Shuffle(found.AsSpan());
        return found;
    }

    private static Box Unsteady(Box box, Dice dice) => Clip(new(
        box.Left - Margin + dice.Between(-Unsteadiness, Unsteadiness),
        box.Top - Margin + dice.Between(-Unsteadiness, Unsteadiness),
        box.Right + Margin + dice.Between(-Unsteadiness, Unsteadiness),
        box.Bottom + Margin + dice.Between(-Unsteadiness, Unsteadiness)));

    private static Box Anywhere(Dice dice)
    {
        float width = dice.Between(18, 48), height = dice.Between(18, 48);
        float x = dice.Between(0, Scene.Side - width), y = dice.Between(0, Scene.Side - height);
        return new(x, y, x + width, y + height);
    }

    private static Box Clip(Box box) => new(Within(box.Left), Within(box.Top), Within(box.Right), Within(box.Bottom));

    private static float Within(float place) => Math.Clamp(place, 0, Scene.Side);
}
