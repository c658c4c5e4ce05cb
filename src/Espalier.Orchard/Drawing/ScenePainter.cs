using Espalier.Features;
using Espalier.Orchard.Scenes;
using SkiaSharp;

namespace Espalier.Orchard.Drawing;

/// <summary>
/// Draws scenes, one after the other, into one bitmap. Flat colours and anti-aliased edges only: those go through Skia's integer
/// blitters, whose results do not depend on how wide a processor's vectors are. Each thread needs a painter of its own.
/// </summary>
internal sealed class ScenePainter : IDisposable
{
    private static readonly SKPngEncoderOptions Png = new(SKPngEncoderFilterFlags.Sub, zLibLevel: 4);

    private readonly Sketch[] sketches = [.. Enum.GetValues<Kind>().Select(kind => new Sketch(kind))];
    private readonly SKBitmap bitmap = new(Scene.Side, Scene.Side, SKColorType.Rgba8888, SKAlphaType.Opaque);
    private readonly SKCanvas canvas;
    private readonly SKPaint paint = new() { IsAntialias = true, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round };

    internal ScenePainter() => canvas = new(bitmap);

    internal void Paint(Scene scene)
    {
        BackdropArt.Draw(canvas, paint, scene.Backdrop, scene.Horizon);
        if (scene.Person is not null) PersonArt.Draw(canvas, paint, scene.Person);
        foreach (Thing thing in scene.Things)
        {
            sketches[(int)thing.Kind].Draw(canvas, paint, thing, outline: thing.Bulk == Bulk.Small ? 0.9f : 1.2f);
            if (thing.Held) PersonArt.DrawHand(canvas, paint, scene.Person!);
        }
    }

    /// <summary>The picture as it is now.</summary>
    internal PixelImage ToImage()
    {
        ReadOnlySpan<byte> rgba = bitmap.GetPixelSpan();
        byte[] rgb = new byte[Scene.Side * Scene.Side * 3];
        for (int from = 0, to = 0; from < rgba.Length; from += 4, to += 3)
            (rgb[to], rgb[to + 1], rgb[to + 2]) = (rgba[from], rgba[from + 1], rgba[from + 2]);
        return new(Scene.Side, Scene.Side, rgb);
    }

    /// <summary>The picture as it is now, as a PNG file.</summary>
    internal byte[] ToPng()
    {
        using SKPixmap pixels = bitmap.PeekPixels();
        using SKData data = pixels.Encode(Png) ?? throw new InvalidOperationException("the picture could not be encoded");
        return data.ToArray();
    }

    public void Dispose()
    {
        paint.Dispose();
        canvas.Dispose();
        bitmap.Dispose();
        foreach (Sketch sketch in sketches) sketch.Dispose();
    }
}
