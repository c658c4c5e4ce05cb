using Espalier.Features;

namespace Espalier.Tests.Features;

/// <summary>Small pictures of one coloured thing on a busy background, drawn from a seed.</summary>
internal static class Drawn
{
    internal static readonly (byte R, byte G, byte B)[] Colours =
    [
        (215, 40, 40), (240, 140, 30), (245, 220, 50), (60, 160, 60), (50, 90, 210), (130, 60, 170), (245, 160, 190), (120, 75, 40),
        (30, 30, 30), (245, 245, 245),
    ];

    internal enum Kind { Disc, Square, Triangle, Ring, Cross, Bar, Crescent, Stripes }

    internal static PixelImage Random(int seed, out int colour, out int kind)
    {
        var random = new Random(seed);
        colour = random.Next(Colours.Length);
        kind = random.Next(8);
        (byte, byte, byte) background = ((byte)random.Next(120, 210), (byte)random.Next(120, 210), (byte)random.Next(120, 210));
        return Scene((Kind)kind, Colours[colour], background, seed);
    }

    internal static PixelImage Scene(Kind kind, (byte R, byte G, byte B) colour, (byte R, byte G, byte B) background, int seed)
    {
        var random = new Random(seed);
        const int side = 40;
        double cx = 20 + (random.NextDouble() * 6) - 3, cy = 20 + (random.NextDouble() * 6) - 3, radius = 11 + (random.NextDouble() * 6);
        double shade = 0.8 + (random.NextDouble() * 0.2);
        var rgb = new byte[side * side * 3];
        for (int i = 0; i < side * side; i++)
        {
            bool inside = Inside(kind, ((i % side) - cx) / radius, ((i / side) - cy) / radius);
            (byte r, byte g, byte b) = inside ? colour : background;
            double light = inside ? shade : 1;
            int noise = random.Next(-12, 13);
            rgb[i * 3] = (byte)Math.Clamp((r * light) + noise, 0, 255);
            rgb[(i * 3) + 1] = (byte)Math.Clamp((g * light) + noise, 0, 255);
            rgb[(i * 3) + 2] = (byte)Math.Clamp((b * light) + noise, 0, 255);
        }
        return new PixelImage(side, side, rgb);
    }

    private static bool Inside(Kind kind, double x, double y) => kind switch
    {
        Kind.Disc => (x * x) + (y * y) < 1,
        Kind.Square => Math.Abs(x) < 0.9 && Math.Abs(y) < 0.9,
        Kind.Triangle => y > -0.9 && y < 0.9 && Math.Abs(x) < (y + 0.9) / 1.8,
        Kind.Ring => ((x * x) + (y * y)) is > 0.35 and < 1,
        Kind.Cross => (Math.Abs(x) < 0.3 && Math.Abs(y) < 1) || (Math.Abs(y) < 0.3 && Math.Abs(x) < 1),
        Kind.Bar => Math.Abs(y) < 0.35 && Math.Abs(x) < 1.1,
        Kind.Crescent => (x * x) + (y * y) < 1 && ((x - 0.5) * (x - 0.5)) + (y * y) > 0.7,
        _ => Math.Abs(x) < 1 && Math.Abs(y) < 1 && (int)Math.Floor((y + 1) * 3) % 2 == 0,
    };
}
