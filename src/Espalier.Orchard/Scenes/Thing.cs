namespace Espalier.Orchard.Scenes;

/// <summary>One thing in a scene.</summary>
internal sealed record Thing(Kind Kind, Tint Tint, Bulk Bulk)
{
    /// <summary>Where it is drawn; tight around its outline.</summary>
    internal Box Box { get; init; }

    /// <summary>Drawn as seen in a mirror.</summary>
    internal bool Mirrored { get; init; }

    /// <summary>The person of the scene holds it.</summary>
    internal bool Held { get; init; }

    /// <summary>The kind of the thing it stands on, if it stands on one.</summary>
    internal Kind? Under { get; init; }

    /// <summary>Another thing is drawn over a part of it.</summary>
    internal bool PartlyHidden { get; init; }

    /// <summary>Picks one of the small variations of its colour.</summary>
    internal int Shade { get; init; }
}
