using Espalier.Orchard.Scenes;
using SkiaSharp;

namespace Espalier.Orchard.Drawing;

/// <summary>Pale, greyish surroundings: no thing has such colours.</summary>
internal static class BackdropArt
{
    internal static void Draw(SKCanvas canvas, SKPaint paint, Backdrop backdrop, float horizon)
    {
        (uint above, uint below, uint line) = backdrop switch
        {
            Backdrop.Table => (0xffd5d6d8u, 0xffd3c8b8u, 0xffc4b8a6u),
            Backdrop.Grass => (0xffcddbe2u, 0xffbfcbb0u, 0xffaebb9eu),
            Backdrop.Room => (0xffdad5c9u, 0xffc8bfb6u, 0xffb8aea4u),
            Backdrop.Beach => (0xffc9d9deu, 0xffdcd4c0u, 0xffccc3adu),
            Backdrop.Street => (0xffd3d7dcu, 0xffbdbec2u, 0xffd2d3d5u),
            _ => throw new ArgumentOutOfRangeException(nameof(backdrop)),
        };
        canvas.Clear(new SKColor(above));
        paint.Style = SKPaintStyle.Fill;
        paint.Color = new SKColor(below);
        canvas.DrawRect(0, horizon, Scene.Side, Scene.Side - horizon, paint);
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = 1.2f;
        paint.Color = new SKColor(line);
        foreach (SKPoint[] points in Lines(backdrop, horizon)) canvas.DrawPoints(SKPointMode.Polygon, points, paint);
    }

    private static IEnumerable<SKPoint[]> Lines(Backdrop backdrop, float horizon)
    {
        const float side = Scene.Side;
        yield return [new(0, horizon), new(side, horizon)];
        switch (backdrop)
        {
            case Backdrop.Table:
                for (float y = horizon + 22; y < side; y += 28) yield return [new(0, y), new(side, y)];
                break;
            case Backdrop.Room:
                for (int i = -2; i <= 2; i++) yield return [new(64 + (i * 22), horizon), new(64 + (i * 52), side)];
                break;
            case Backdrop.Grass:
                for (int i = 0; i < 12; i++)
                {
                    float x = (i * 41 % 128) + 4, y = horizon + 8 + (i * 37 % 80);
                    yield return [new(x - 2, y - 4), new(x, y), new(x + 2, y - 4)];
                }
                break;
            case Backdrop.Beach:
                for (int i = 0; i < 3; i++) yield return [new(0, horizon - 4 - (i * 5)), new(side, horizon - 4 - (i * 5))];
                break;
            case Backdrop.Street:
                for (int i = 0; i < 4; i++) yield return [new(6 + (i * 32), 100), new(26 + (i * 32), 100)];
                break;
        }
    }
}
