using Espalier.Orchard.Scenes;
using SkiaSharp;

namespace Espalier.Orchard.Drawing;

/// <summary>One kind's drawing with its paths parsed. Not safe for use by two threads at once: native paths cache what they
/// compute.</summary>
internal sealed class Sketch : IDisposable
{
    private readonly (Layer Layer, SKPath Path)[] layers;

    internal Sketch(Kind kind)
    {
        layers = [.. KindArt.Of(kind).Select(layer => (layer, SKPath.ParseSvgPathData(layer.Path)))];
        SKRect bounds = SKRect.Empty;
        foreach ((Layer layer, SKPath path) in layers)
        {
            SKRect rect = path.TightBounds;
            rect.Inflate(layer.Stroke / 2, layer.Stroke / 2);
            bounds = bounds.IsEmpty ? rect : SKRect.Union(bounds, rect);
        }
        Bounds = bounds;
    }

    /// <summary>Around the whole drawing, without its outline, in the drawing's units.</summary>
    internal SKRect Bounds { get; }

    /// <summary>Draws into a box that has the proportions of <see cref="Bounds"/>.</summary>
    internal void Draw(SKCanvas canvas, SKPaint paint, Thing thing, float outline)
    {
        float scale = thing.Box.Width / Bounds.Width;
        canvas.Save();
        canvas.Translate(thing.Mirrored ? thing.Box.Right : thing.Box.Left, thing.Box.Top);
        canvas.Scale(thing.Mirrored ? -scale : scale, scale);
        canvas.Translate(-Bounds.Left, -Bounds.Top);
        foreach ((Layer layer, SKPath path) in layers)
        {
            if (layer.Outlined)
            {
                paint.Style = SKPaintStyle.Stroke;
                paint.Color = Palette.Outline;
                paint.StrokeWidth = layer.Stroke + (2 * outline / scale);
                canvas.DrawPath(path, paint);
            }
            paint.Style = layer.Stroke > 0 ? SKPaintStyle.Stroke : SKPaintStyle.Fill;
            paint.StrokeWidth = layer.Stroke;
            paint.Color = Palette.Of(layer.Ink, thing.Tint, thing.Shade);
            canvas.DrawPath(path, paint);
        }
        canvas.Restore();
    }

    public void Dispose()
    {
        foreach ((_, SKPath path) in layers) path.Dispose();
    }
}
