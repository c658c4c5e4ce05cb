using Espalier.Orchard.Drawing;

namespace Espalier.Orchard.Scenes;

/// <summary>Finds places for the things of one scene: apart from each other, but for what is held, stands on, or hides something.</summary>
internal sealed class Layout(Dice dice, float horizon)
{
    private const int Attempts = 40;
    private const float Edge = 2, Gap = 3;

    private readonly List<Thing> placed = [];
    private readonly List<Box> taken = [];

    /// <summary>The person, once placed.</summary>
    internal Person? Person { get; private set; }

    /// <summary>Places all things.</summary>
    /// <returns>False where no room was found; the layout is then of no use.</returns>
    internal bool Place(IReadOnlyList<Thing> things, bool person, bool stack, bool hide)
    {
        List<Thing> left = [.. things];
        if (person && !PlacePerson(left)) return false;
        if (stack && left.Count >= 2) PlaceStack(left);
        if (hide && left.Count >= 2) PlaceHidden(left);
        // Big things first, while there is room.
        foreach (Thing thing in left.OrderByDescending(thing => thing.Bulk))
        {
            if (FindRoom(thing) is not Box box) return false;
            Put(thing with { Box = box });
        }
        return true;
    }

    /// <summary>Far things first, and what stands on another or hides it after that.</summary>
    internal IReadOnlyList<Thing> InDrawingOrder() => placed;

    private bool PlacePerson(List<Thing> left)
    {
        float height = dice.Between(70, 80), width = height * 0.42f;
        float side = dice.Chance(0.5) ? 1 : -1;
        float x = dice.Between(Edge + 8, Scene.Side - Edge - width - 8), y = dice.Between(horizon - 16, Scene.Side - Edge - height);
        Box body = new(x, y, x + width, y + height);
        float reach = dice.Between(0.24f, 0.3f) * height;
        float handX = body.CentreX + (side * reach), handY = body.Top + (dice.Between(0.36f, 0.46f) * height);
        Person = new(body, handX, handY, dice.Below(9));
        Thing held = left[dice.Below(left.Count)];
        left.Remove(held);
        (float w, float h) = SizeOf(held);
        // Held at its lower inner part, so that it is beside the body and the hand covers little of it.
        float offset = (w / 2) - 3;
        float centre = handX + (side * offset);
        float bottom = handY + (held.Kind == Kind.Umbrella ? 2 : 0.35f * h);
        Box box = new(centre - (w / 2), bottom - h, centre + (w / 2), bottom);
        if (!IsInside(box)) return false;
        taken.Add(Person.Box);
        Put(held with { Box = box, Held = true, Mirrored = held.Kind != Kind.Umbrella && held.Mirrored });
        return true;
    }

    private void PlaceStack(List<Thing> left)
    {
        int baseAt = left.FindIndex(thing => KindArt.RestingPlace(thing.Kind) is not null);
        if (baseAt < 0) return;
        Thing lower = left[baseAt] with { Bulk = Bulk.Big };
        int upperAt = left.FindIndex(thing => thing.Kind != lower.Kind);
        if (upperAt < 0) return;
        Thing upper = left[upperAt] with { Bulk = Bulk.Small, Under = lower.Kind };
        (float w, float h) = SizeOf(upper);
        if (FindRoom(lower) is not Box box) return;
        lower = lower with { Box = box };
        (float X, float Y) rest = KindShape.RestingPlace(lower)!.Value;
        upper = upper with { Box = new(rest.X - (w / 2), rest.Y - h, rest.X + (w / 2), rest.Y) };
        if (!IsInside(upper.Box) || taken.Any(other => other.Overlap(upper.Box.Grow(Gap)) > 0)) return;
        left.RemoveAt(Math.Max(baseAt, upperAt));
        left.RemoveAt(Math.Min(baseAt, upperAt));
        Put(lower);
        Put(upper);
    }

    /// <summary>Puts one thing in front of a corner of a big one.</summary>
    private void PlaceHidden(List<Thing> left)
    {
        int backAt = left.FindIndex(thing => thing.Bulk == Bulk.Big);
        if (backAt < 0 || FindRoom(left[backAt]) is not Box box) return;
        int frontAt = backAt == 0 ? 1 : 0;
        Thing back = left[backAt] with { Box = box, PartlyHidden = true }, front = left[frontAt];
        (float w, float h) = SizeOf(front);
        for (int i = 0; i < Attempts; i++)
        {
            float x = dice.Between(box.Left - w, box.Right), y = dice.Between(box.CentreY - (h / 4), box.Bottom - (h / 2));
            Box over = new(x, y, x + w, y + h);
            float share = over.Overlap(box) / box.Area;
            if (share is < 0.12f or > 0.28f || !IsInside(over) || taken.Any(other => other.Overlap(over.Grow(Gap)) > 0)) continue;
            left.RemoveAt(Math.Max(backAt, frontAt));
            left.RemoveAt(Math.Min(backAt, frontAt));
            Put(back);
            Put(front with { Box = over });
            return;
        }
    }

    private Box? FindRoom(Thing thing)
    {
        (float w, float h) = SizeOf(thing);
        bool flies = thing.Kind is Kind.Bird or Kind.Kite or Kind.Star or Kind.Umbrella;
        for (int i = 0; i < Attempts; i++)
        {
            float x = dice.Between(Edge, Scene.Side - Edge - w), y = dice.Between(Edge, Scene.Side - Edge - h);
            Box box = new(x, y, x + w, y + h);
            if (!flies && box.Bottom < horizon + 4) continue;
            if (!taken.Any(other => other.Overlap(box.Grow(Gap)) > 0)) return box;
        }
        return null;
    }

    private (float Width, float Height) SizeOf(Thing thing) =>
        KindShape.Size(thing.Kind, thing.Bulk == Bulk.Big ? dice.Between(45, 49) : dice.Between(25, 27));

    private static bool IsInside(Box box) =>
        box.Left >= Edge && box.Top >= Edge && box.Right <= Scene.Side - Edge && box.Bottom <= Scene.Side - Edge;

    private void Put(Thing thing)
    {
        placed.Add(thing);
        taken.Add(thing.Box);
    }
}
