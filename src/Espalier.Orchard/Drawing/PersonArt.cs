using Espalier.Orchard.Scenes;
using SkiaSharp;

namespace Espalier.Orchard.Drawing;

/// <summary>The person: grey clothes, so that the colours in a picture are those of its things.</summary>
internal static class PersonArt
{
    private static readonly SKColor[] Skins = [new(0xe3, 0xb8, 0x9c), new(0xc4, 0x98, 0x7a), new(0x96, 0x72, 0x5e)];
    private static readonly SKColor[] Hairs = [new(0x3c, 0x36, 0x34), new(0x6e, 0x62, 0x58), new(0xb4, 0xa8, 0x90)];
    private static readonly SKColor Shirt = new(0x98, 0xa2, 0xac), Trousers = new(0x5e, 0x66, 0x72);

    /// <summary>Head, body and legs, and the arm up to the hand.</summary>
    internal static void Draw(SKCanvas canvas, SKPaint paint, Person person)
    {
        Box body = person.Body;
        float u = body.Height / 80, middle = body.CentreX;
        float shoulder = body.Top + (30 * u);
        for (int leg = -1; leg <= 1; leg += 2)
            Line(canvas, paint, Trousers, 9 * u, middle + (leg * 5 * u), body.Top + (54 * u), middle + (leg * 6 * u), body.Top + (76 * u));
        float side = person.HandX > middle ? 1 : -1;
        Line(canvas, paint, Shirt, 6 * u, middle - (side * 9 * u), shoulder, middle - (side * 12 * u), body.Top + (52 * u));
        Fill(canvas, paint, Shirt, new SKRect(middle - (11 * u), body.Top + (23 * u), middle + (11 * u), body.Top + (57 * u)), 6 * u);
        Line(canvas, paint, Shirt, 6 * u, middle + (side * 8 * u), shoulder, person.HandX, person.HandY);
        SKRect hair = new(middle - (11 * u), body.Top, middle + (11 * u), body.Top + (20 * u));
        Fill(canvas, paint, Hairs[person.Look / Skins.Length % Hairs.Length], hair, 11 * u);
        SKRect face = new(middle - (9 * u), body.Top + (5 * u), middle + (9 * u), body.Top + (25 * u));
        Fill(canvas, paint, Skins[person.Look % Skins.Length], face, 9 * u);
        paint.Color = Palette.Outline;
        paint.Style = SKPaintStyle.Fill;
        canvas.DrawCircle(middle - (3.5f * u), body.Top + (14 * u), 1.2f * u, paint);
        canvas.DrawCircle(middle + (3.5f * u), body.Top + (14 * u), 1.2f * u, paint);
    }

    /// <summary>The hand, over the thing that it holds.</summary>
    internal static void DrawHand(SKCanvas canvas, SKPaint paint, Person person)
    {
        float r = 4 * person.Body.Height / 80;
        SKRect hand = new(person.HandX - r, person.HandY - r, person.HandX + r, person.HandY + r);
        Fill(canvas, paint, Skins[person.Look % Skins.Length], hand, r);
    }

    private static void Fill(SKCanvas canvas, SKPaint paint, SKColor colour, SKRect rect, float radius)
    {
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = 2;
        paint.Color = Palette.Outline;
        canvas.DrawRoundRect(rect, radius, radius, paint);
        paint.Style = SKPaintStyle.Fill;
        paint.Color = colour;
        canvas.DrawRoundRect(rect, radius, radius, paint);
    }

    private static void Line(SKCanvas canvas, SKPaint paint, SKColor colour, float width, float x1, float y1, float x2, float y2)
    {
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = width + 2;
        paint.Color = Palette.Outline;
        canvas.DrawLine(x1, y1, x2, y2, paint);
        paint.StrokeWidth = width;
        paint.Color = colour;
        canvas.DrawLine(x1, y1, x2, y2, paint);
    }
}
