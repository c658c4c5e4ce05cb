namespace Espalier.Orchard.Scenes;

/// <summary>What can be said about a scene without doubt.</summary>
internal sealed class SceneFacts
{
    /// <summary>Centres nearer than this, in pixels, are neither left nor right of each other.</summary>
    internal const float ClearlyApart = 10;

    private readonly int[] kindCounts = new int[Taste.KindCount];
    private readonly int[] tintCounts = new int[Taste.TintCount];

    internal SceneFacts(Scene scene)
    {
        Scene = scene;
        foreach (Thing thing in scene.Things)
        {
            kindCounts[(int)thing.Kind]++;
            tintCounts[(int)thing.Tint]++;
        }
        Lone = [.. scene.Things.Where(thing => Count(thing.Kind) == 1)];
        LoneByTint = [.. scene.Things.Where(thing => Count(thing.Tint) == 1)];
        OnTop = [.. scene.Things.Where(thing => thing.Under is { } under && Count(under) == 1)];
        Groups = [.. scene.Things.Select(thing => thing.Kind).Distinct().Where(kind => Count(kind) > 1)];
        Absent = [.. Enum.GetValues<Kind>().Where(kind => Count(kind) == 0)];
        Held = scene.Things.FirstOrDefault(thing => thing.Held);
    }

    internal Scene Scene { get; }

    /// <summary>Things that are the only ones of their kind.</summary>
    internal IReadOnlyList<Thing> Lone { get; }

    /// <summary>Things that are the only ones of their colour.</summary>
    internal IReadOnlyList<Thing> LoneByTint { get; }

    /// <summary>Things that stand on the only thing of its kind.</summary>
    internal IReadOnlyList<Thing> OnTop { get; }

    /// <summary>Kinds that occur twice or more.</summary>
    internal IReadOnlyList<Kind> Groups { get; }

    /// <summary>Kinds that do not occur.</summary>
    internal IReadOnlyList<Kind> Absent { get; }

    /// <summary>What the person holds, if there is a person.</summary>
    internal Thing? Held { get; }

    internal int Count(Kind kind) => kindCounts[(int)kind];

    internal int Count(Tint tint) => tintCounts[(int)tint];

    internal int Count(Kind kind, Tint tint) => Scene.Things.Count(thing => thing.Kind == kind && thing.Tint == tint);

    internal int Count(Bulk bulk) => Scene.Things.Count(thing => thing.Bulk == bulk);

    internal IEnumerable<Thing> Of(Kind kind) => Scene.Things.Where(thing => thing.Kind == kind);

    /// <summary>-1 for left of, 1 for right of, 0 where it is not clear.</summary>
    internal static int Side(Thing thing, Thing of) =>
        MathF.Abs(thing.Box.CentreX - of.Box.CentreX) < ClearlyApart ? 0 : thing.Box.CentreX < of.Box.CentreX ? -1 : 1;

    /// <summary>-1 for the left part of the picture, 1 for the right, 0 for the middle.</summary>
    internal static int Side(Box box) => box.CentreX < 52 ? -1 : box.CentreX > Scene.Side - 52 ? 1 : 0;

    /// <summary>The one thing on a side of another; null where there are several or none, or it is not clear.</summary>
    internal Thing? OnlyOn(int side, Thing of)
    {
        Thing? found = null;
        foreach (Thing thing in Scene.Things)
        {
            if (ReferenceEquals(thing, of)) continue;
            int where = Side(thing, of);
            if (where == 0 || (where == side && found is not null)) return null;
            if (where == side) found = thing;
        }
        return found;
    }
}
