using Espalier.Orchard.Scenes;
using SkiaSharp;

namespace Espalier.Orchard.Drawing;

/// <summary>The colours of drawings. Things are vivid, everything else is muted, so that a colour is never in doubt.</summary>
internal static class Palette
{
    internal static readonly SKColor Outline = new(0x1d, 0x1d, 0x22);

    /// <summary>Variations of each tint.</summary>
    internal const int Shades = 5;

    internal static SKColor Of(Ink ink, Tint tint, int shade)
    {
        SKColor main = Vary(Main(tint), shade);
        return ink switch
        {
            Ink.Main => main,
            // A darker black or lighter white would not show.
            Ink.Shade when tint == Tint.Black => Mix(main, SKColors.White, 0.22f),
            Ink.Shade => Mix(main, SKColors.Black, tint == Tint.White ? 0.12f : 0.2f),
            Ink.Light when tint == Tint.White => Mix(main, SKColors.Black, 0.2f),
            Ink.Light => Mix(main, SKColors.White, tint == Tint.Black ? 0.45f : 0.55f),
            Ink.Dark => tint == Tint.Black ? new(0x75, 0x75, 0x7c) : new(0x3a, 0x3a, 0x42),
            Ink.Cream => new(0xf2, 0xef, 0xe6),
            Ink.Glass => new(0xc9, 0xdc, 0xe4),
            Ink.Leaf => new(0x6b, 0x90, 0x5c),
            Ink.Wood => new(0x8c, 0x79, 0x68),
            Ink.Steel => new(0xa8, 0xa9, 0xa6),
            _ => throw new ArgumentOutOfRangeException(nameof(ink)),
        };
    }

    private static SKColor Main(Tint tint) => tint switch
    {
        Tint.Red => new(0xd8, 0x24, 0x24),
        Tint.Orange => new(0xf5, 0x8a, 0x14),
        Tint.Yellow => new(0xfa, 0xdc, 0x28),
        Tint.Green => new(0x2e, 0x9e, 0x3c),
        Tint.Blue => new(0x24, 0x5c, 0xdc),
        Tint.Purple => new(0x7a, 0x35, 0xb0),
        Tint.Pink => new(0xf7, 0x8c, 0xbe),
        Tint.Brown => new(0x7c, 0x48, 0x20),
        Tint.Black => new(0x2a, 0x2a, 0x2e),
        Tint.White => new(0xfb, 0xfb, 0xfb),
        _ => throw new ArgumentOutOfRangeException(nameof(tint)),
    };

    private static SKColor Vary(SKColor colour, int shade)
    {
        int by = (shade - (Shades / 2)) * 5;
        return new(Channel(colour.Red + by), Channel(colour.Green + by), Channel(colour.Blue + by));
    }

    private static byte Channel(int value) => (byte)Math.Clamp(value, 0, 255);

    private static SKColor Mix(SKColor a, SKColor b, float share) =>
        new(Channel(Blend(a.Red, b.Red, share)), Channel(Blend(a.Green, b.Green, share)), Channel(Blend(a.Blue, b.Blue, share)));

    private static int Blend(byte a, byte b, float share) => (int)MathF.Round(a + ((b - a) * share));
}
