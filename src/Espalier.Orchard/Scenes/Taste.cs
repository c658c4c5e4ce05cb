namespace Espalier.Orchard.Scenes;

/// <summary>How often things, colours and numbers occur in scenes.</summary>
internal abstract class Taste
{
    internal const int KindCount = (int)Kind.Cat + 1;
    internal const int TintCount = (int)Tint.White + 1;

    /// <summary>A world like photographs: bananas are mostly yellow, and most things come alone.</summary>
    internal static Taste Natural { get; } = new NaturalTaste();

    /// <summary>Every kind, colour and number about equally often.</summary>
    internal static Taste Even { get; } = new EvenTaste();

    /// <summary>Weights of the kinds.</summary>
    internal abstract ReadOnlySpan<double> Kinds { get; }

    /// <summary>Weights of groups of 1, 2, 3, 4 and 5 things of one kind.</summary>
    internal abstract ReadOnlySpan<double> GroupSizes { get; }

    /// <summary>Weights of the colours of a kind.</summary>
    internal abstract ReadOnlySpan<double> Tints(Kind kind);

    private sealed class EvenTaste : Taste
    {
        private readonly double[] kinds = Same(KindCount), tints = Same(TintCount);

        internal override ReadOnlySpan<double> Kinds => kinds;

        internal override ReadOnlySpan<double> GroupSizes => [0.36, 0.16, 0.16, 0.16, 0.16];

        internal override ReadOnlySpan<double> Tints(Kind kind) => tints;

        private static double[] Same(int count) => [.. Enumerable.Repeat(1.0, count)];
    }

    private sealed class NaturalTaste : Taste
    {
        private readonly double[] kinds = [.. Enumerable.Range(0, KindCount).Select(kind => 1 / (1 + (0.12 * (kind * 7 % KindCount))))];
        private readonly double[][] tints = [.. Enum.GetValues<Kind>().Select(TintsOf)];

        internal override ReadOnlySpan<double> Kinds => kinds;

        internal override ReadOnlySpan<double> GroupSizes => [0.5, 0.23, 0.12, 0.08, 0.07];

        internal override ReadOnlySpan<double> Tints(Kind kind) => tints[(int)kind];

        /// <summary>The usual colour, the next usual one and the third have most of the weight; every other colour keeps a
        /// little.</summary>
        private static double[] TintsOf(Kind kind)
        {
            (Tint First, Tint Second, Tint Third) usual = kind switch
            {
                Kind.Banana => (Tint.Yellow, Tint.Green, Tint.Brown),
                Kind.Apple => (Tint.Red, Tint.Green, Tint.Yellow),
                Kind.Pear => (Tint.Green, Tint.Yellow, Tint.Brown),
                Kind.Car => (Tint.Red, Tint.Black, Tint.White),
                Kind.Cup => (Tint.White, Tint.Blue, Tint.Red),
                Kind.Umbrella => (Tint.Black, Tint.Red, Tint.Blue),
                Kind.Ball => (Tint.Orange, Tint.Red, Tint.White),
                Kind.Hat => (Tint.Black, Tint.Brown, Tint.Red),
                Kind.Book => (Tint.Blue, Tint.Red, Tint.Brown),
                Kind.Fish => (Tint.Orange, Tint.Blue, Tint.Red),
                Kind.Flower => (Tint.Pink, Tint.Red, Tint.Yellow),
                Kind.Star => (Tint.Yellow, Tint.Orange, Tint.White),
                Kind.House => (Tint.White, Tint.Brown, Tint.Red),
                Kind.Tree => (Tint.Green, Tint.Orange, Tint.Yellow),
                Kind.Boat => (Tint.White, Tint.Blue, Tint.Red),
                Kind.Shoe => (Tint.White, Tint.Black, Tint.Pink),
                Kind.Key => (Tint.Yellow, Tint.Black, Tint.Brown),
                Kind.Bottle => (Tint.Green, Tint.Blue, Tint.Brown),
                Kind.Chair => (Tint.Brown, Tint.White, Tint.Black),
                Kind.Kite => (Tint.Purple, Tint.Red, Tint.Blue),
                Kind.Bird => (Tint.Blue, Tint.Red, Tint.White),
                Kind.Cat => (Tint.Black, Tint.Orange, Tint.White),
                _ => throw new ArgumentOutOfRangeException(nameof(kind)),
            };
            double[] weights = [.. Enumerable.Repeat(0.02, TintCount)];
            weights[(int)usual.First] = 0.55;
            weights[(int)usual.Second] = 0.2;
            weights[(int)usual.Third] = 0.1;
            return weights;
        }
    }
}
