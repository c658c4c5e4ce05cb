namespace Espalier.Orchard.Scenes;

/// <summary>A picture before it is drawn; things are in drawing order, so a later one covers an earlier one.</summary>
internal sealed record Scene(Backdrop Backdrop, float Horizon, Person? Person, IReadOnlyList<Thing> Things)
{
    /// <summary>Width and height of every picture, in pixels.</summary>
    internal const int Side = 128;
}
