namespace Espalier.Orchard.Scenes;

/// <summary>The person of a scene, who always holds one thing.</summary>
/// <param name="Body">Around head, body and legs.</param>
/// <param name="HandX">Middle of the holding hand, in pixels.</param>
/// <param name="HandY">Middle of the holding hand, in pixels.</param>
/// <param name="Look">Picks skin and hair.</param>
internal sealed record Person(Box Body, float HandX, float HandY, int Look)
{
    /// <summary>Around body and arm.</summary>
    internal Box Box => Body with { Left = MathF.Min(Body.Left, HandX - 3), Right = MathF.Max(Body.Right, HandX + 3) };
}
