namespace Espalier.Orchard.Scenes;

/// <summary>Chooses what is in a scene.</summary>
internal static class SceneMaker
{
    private const double PersonShare = 0.4, StackShare = 0.2, HidingShare = 0.25;
    private const int AttemptsBeforeShrinking = 3;

    /// <summary>Makes a scene of three to six things, with or without a person.</summary>
    internal static Scene Make(Dice dice, Taste taste)
    {
        Backdrop backdrop = (Backdrop)dice.Below(Enum.GetValues<Backdrop>().Length);
        float horizon = dice.Between(24, 44);
        bool person = dice.Chance(PersonShare), stack = dice.Chance(StackShare), hide = dice.Chance(HidingShare);
        List<Thing> things = ChooseThings(dice, taste, stack);
        // What was chosen stays; if it finds no room, big things give way to small ones, so that crowded scenes do not grow rare.
        for (int attempt = 1; ; attempt++)
        {
            Layout layout = new(dice, horizon);
            if (layout.Place(things, person, stack, hide)) return new(backdrop, horizon, layout.Person, layout.InDrawingOrder());
            int big = things.FindLastIndex(thing => thing.Bulk == Bulk.Big);
            if (attempt % AttemptsBeforeShrinking == 0 && big >= 0) things[big] = things[big] with { Bulk = Bulk.Small };
        }
    }

    /// <summary>One group of one kind, and single things of other kinds.</summary>
    private static List<Thing> ChooseThings(Dice dice, Taste taste, bool stack)
    {
        int groupSize = dice.Weighted(taste.GroupSizes) + 1;
        int count = Math.Max(groupSize + 1, 3 + dice.Below(4));
        double[] kinds = taste.Kinds.ToArray();
        List<Thing> things = [];
        Kind group = ChooseKind(dice, kinds);
        bool sameTint = dice.Chance(0.6), sameBulk = dice.Chance(0.7);
        Tint tint = ChooseTint(dice, taste, group);
        Bulk bulk = ChooseBulk(dice);
        for (int i = 0; i < groupSize; i++)
            things.Add(Make(dice, group, sameTint ? tint : ChooseTint(dice, taste, group), sameBulk ? bulk : ChooseBulk(dice)));
        while (things.Count < count)
        {
            Kind kind = stack && things.Count == groupSize ? ChooseStandKind(dice, kinds) : ChooseKind(dice, kinds);
            things.Add(Make(dice, kind, ChooseTint(dice, taste, kind), ChooseBulk(dice)));
        }
        return things;
    }

    /// <summary>Chooses a kind that another thing can stand on, out of those that are left.</summary>
    private static Kind ChooseStandKind(Dice dice, double[] weights)
    {
        double[] stands = [.. weights.Select((weight, kind) => Drawing.KindArt.RestingPlace((Kind)kind) is null ? 0 : weight)];
        Kind chosen = (Kind)dice.Weighted(stands);
        weights[(int)chosen] = 0;
        return chosen;
    }

    /// <summary>Chooses a kind and takes it out of the choice.</summary>
    private static Kind ChooseKind(Dice dice, double[] weights)
    {
        int kind = dice.Weighted(weights);
        weights[kind] = 0;
        return (Kind)kind;
    }

    private static Tint ChooseTint(Dice dice, Taste taste, Kind kind) => (Tint)dice.Weighted(taste.Tints(kind));

    private static Bulk ChooseBulk(Dice dice) => dice.Chance(0.5) ? Bulk.Big : Bulk.Small;

    private static Thing Make(Dice dice, Kind kind, Tint tint, Bulk bulk) =>
        new(kind, tint, bulk) { Mirrored = dice.Chance(0.5), Shade = dice.Below(Drawing.Palette.Shades) };
}
