using Espalier.Orchard.Scenes;
using SkiaSharp;

namespace Espalier.Orchard.Drawing;

/// <summary>Proportions of each kind's drawing, for those who lay out scenes.</summary>
internal static class KindShape
{
    private static readonly SKRect[] Bounds = [.. Enum.GetValues<Kind>().Select(Measure)];

    /// <summary>Width and height of a drawing whose longer side is <paramref name="side"/> pixels.</summary>
    internal static (float Width, float Height) Size(Kind kind, float side)
    {
        SKRect bounds = Bounds[(int)kind];
        float scale = side / MathF.Max(bounds.Width, bounds.Height);
        return (bounds.Width * scale, bounds.Height * scale);
    }

    /// <summary>Where another thing's foot rests on this one, in pixels; null where nothing can stand.</summary>
    internal static (float X, float Y)? RestingPlace(Thing thing)
    {
        if (KindArt.RestingPlace(thing.Kind) is not var (x, y)) return null;
        SKRect bounds = Bounds[(int)thing.Kind];
        float scale = thing.Box.Width / bounds.Width, along = (x - bounds.Left) * scale;
        return (thing.Mirrored ? thing.Box.Right - along : thing.Box.Left + along, thing.Box.Top + ((y - bounds.Top) * scale));
    }

    private static SKRect Measure(Kind kind)
    {
        using Sketch sketch = new(kind);
        return sketch.Bounds;
    }
}
