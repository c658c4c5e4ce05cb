using Espalier.Orchard.Scenes;

namespace Espalier.Orchard.Drawing;

/// <summary>The drawings of all kinds, back to front.</summary>
internal static class KindArt
{
    private const string Circle48 = "M2 50 A48 48 0 1 1 98 50 A48 48 0 1 1 2 50 Z";

    internal static IReadOnlyList<Layer> Of(Kind kind) => kind switch
    {
        Kind.Banana =>
        [
            new(Ink.Main, "M11 20 C10 62 44 96 88 88 C96 86 97 75 90 72 C60 70 40 50 31 14 C28 8 12 10 11 20 Z"),
            Layer.Detail(Ink.Shade, "M18 28 C22 62 50 84 84 82", 4),
            new(Ink.Dark, "M12 18 C10 6 26 2 31 14 Z"),
            new(Ink.Dark, "M84 72 L91 72 C97 75 96 86 88 88 L84 88 Z"),
        ],
        Kind.Apple =>
        [
            new(Ink.Dark, "M50 32 C50 20 52 12 58 4", 5, Outlined: false),
            new(Ink.Main, "M50 30 C40 16 7 20 7 54 C7 82 28 99 42 96 C47 94 53 94 58 96 C72 99 93 82 93 54 C93 20 60 16 50 30 Z"),
            new(Ink.Leaf, "M53 22 C58 6 78 2 88 8 C84 22 68 28 53 22 Z"),
            Layer.Detail(Ink.Light, "M20 54 C20 42 25 35 33 33", 6),
        ],
        Kind.Pear =>
        [
            new(Ink.Dark, "M50 16 C50 10 54 5 60 2", 5, Outlined: false),
            new(
                Ink.Main,
                "M50 12 C38 12 36 26 34 38 C31 50 15 56 15 75 C15 92 34 99 50 99 C66 99 85 92 85 75 C85 56 69 50 66 38"
                + " C64 26 62 12 50 12 Z"),
            Layer.Detail(Ink.Light, "M27 80 C25 70 29 63 36 57", 6),
        ],
        Kind.Car =>
        [
            new(Ink.Main, "M3 40 C3 33 9 30 20 28 L32 8 C34 4 37 3 41 3 L65 3 C69 3 72 5 74 8 L85 28 C93 29 98 32 98 40 L98 49 L3 49 Z"),
            new(Ink.Glass, "M29 27 L39 10 L49 10 L49 27 Z"),
            new(Ink.Glass, "M55 10 L66 10 L75 27 L55 27 Z"),
            new(Ink.Dark, "M14 49 A11 11 0 1 1 36 49 A11 11 0 1 1 14 49 Z"),
            new(Ink.Dark, "M66 49 A11 11 0 1 1 88 49 A11 11 0 1 1 66 49 Z"),
            Layer.Detail(Ink.Steel, "M20 49 A5 5 0 1 1 30 49 A5 5 0 1 1 20 49 Z"),
            Layer.Detail(Ink.Steel, "M72 49 A5 5 0 1 1 82 49 A5 5 0 1 1 72 49 Z"),
        ],
        Kind.Cup =>
        [
            new(Ink.Main, "M68 26 C98 20 100 70 64 66", 9),
            new(Ink.Main, "M8 12 L72 12 L68 82 C67 88 62 91 56 91 L24 91 C18 91 13 88 12 82 Z"),
            new(Ink.Shade, "M8 12 C8 3 72 3 72 12 C72 21 8 21 8 12 Z"),
        ],
        Kind.Umbrella =>
        [
            new(Ink.Dark, "M50 48 L50 86 C50 98 33 98 33 86", 5, Outlined: false),
            new(Ink.Dark, "M50 10 L50 2", 5, Outlined: false),
            new(
                Ink.Main,
                "M50 8 C24 8 3 28 3 54 C10 46 20 46 26 54 C32 46 44 46 50 54 C56 46 68 46 74 54 C80 46 90 46 97 54"
                + " C97 28 76 8 50 8 Z"),
            Layer.Detail(Ink.Dark, "M50 9 C36 20 28 36 26 54", 2),
            Layer.Detail(Ink.Dark, "M50 9 C64 20 72 36 74 54", 2),
        ],
        Kind.Ball =>
        [
            new(Ink.Main, Circle48),
            Layer.Detail(Ink.Dark, "M50 2 L50 98 M2 50 L98 50", 4),
            Layer.Detail(Ink.Dark, "M18 15 C38 34 38 66 18 85", 4),
            Layer.Detail(Ink.Dark, "M82 15 C62 34 62 66 82 85", 4),
        ],
        Kind.Hat =>
        [
            new(Ink.Main, "M2 64 C2 52 98 52 98 64 C98 78 2 78 2 64 Z"),
            new(Ink.Main, "M24 62 L29 12 C31 3 69 3 71 12 L76 62 C70 68 30 68 24 62 Z"),
            new(Ink.Dark, "M25 47 C32 52 68 52 75 47 L76 61 C70 67 30 67 24 61 Z", Outlined: false),
        ],
        Kind.Book =>
        [
            new(Ink.Main, "M14 10 L92 10 L92 96 L14 96 Z"),
            new(Ink.Cream, "M12 10 L86 10 L86 90 L12 90 Z"),
            new(Ink.Main, "M6 4 L78 4 L78 86 L6 86 Z"),
            Layer.Detail(Ink.Shade, "M6 4 L18 4 L18 86 L6 86 Z"),
            Layer.Detail(Ink.Light, "M30 22 L68 22 M30 34 L60 34", 6),
        ],
        Kind.Fish =>
        [
            new(Ink.Shade, "M66 32 L97 6 C90 24 90 40 97 60 Z"),
            new(Ink.Shade, "M34 12 C42 -2 58 0 64 10 Z"),
            new(Ink.Main, "M3 32 C16 4 58 -2 78 30 L78 36 C58 66 16 60 3 32 Z"),
            new(Ink.Cream, "M15 26 A6 6 0 1 1 27 26 A6 6 0 1 1 15 26 Z"),
            Layer.Detail(Ink.Dark, "M18 26 A3 3 0 1 1 24 26 A3 3 0 1 1 18 26 Z"),
            Layer.Detail(Ink.Dark, "M36 17 C43 27 43 39 36 49", 3),
        ],
        Kind.Flower =>
        [
            new(Ink.Leaf, "M50 40 L50 98", 6),
            new(Ink.Leaf, "M50 90 C54 72 70 68 80 70 C78 84 64 92 50 90 Z"),
            new(
                Ink.Main,
                "M50 2 A14 14 0 0 1 64 16 A14 14 0 0 1 76 33 A14 14 0 0 1 64 50 A14 14 0 0 1 50 62 A14 14 0 0 1 36 50"
                + " A14 14 0 0 1 24 33 A14 14 0 0 1 36 16 A14 14 0 0 1 50 2 Z"),
            new(Ink.Wood, "M39 32 A11 11 0 1 1 61 32 A11 11 0 1 1 39 32 Z"),
        ],
        Kind.Star => [new(Ink.Main, "M50 2 L63 36 L98 38 L70 60 L80 96 L50 76 L20 96 L30 60 L2 38 L37 36 Z")],
        Kind.House =>
        [
            new(Ink.Shade, "M70 34 L70 10 L82 10 L82 40 Z"),
            new(Ink.Main, "M13 46 L87 46 L87 96 L13 96 Z"),
            new(Ink.Shade, "M3 50 L50 6 L97 50 Z"),
            new(Ink.Dark, "M42 64 L60 64 L60 96 L42 96 Z"),
            new(Ink.Glass, "M20 60 L34 60 L34 76 L20 76 Z"),
            new(Ink.Glass, "M67 60 L80 60 L80 76 L67 76 Z"),
        ],
        Kind.Tree =>
        [
            new(Ink.Wood, "M43 60 L57 60 L61 98 L39 98 Z"),
            new(
                Ink.Main,
                "M50 3 C67 3 79 14 78 27 C92 31 97 46 89 58 C82 70 66 73 50 68 C34 73 18 70 11 58 C3 46 8 31 22 27"
                + " C21 14 33 3 50 3 Z"),
            Layer.Detail(Ink.Shade, "M30 52 C36 58 44 57 48 52 M56 38 C62 44 70 42 74 37", 4),
        ],
        Kind.Boat =>
        [
            new(Ink.Dark, "M48 70 L48 2", 4, Outlined: false),
            new(Ink.Main, "M53 6 L90 60 L53 60 Z"),
            new(Ink.Main, "M43 18 L43 60 L13 60 Z"),
            new(Ink.Main, "M3 68 L97 68 C92 82 86 92 80 96 L20 96 C14 92 8 82 3 68 Z"),
            Layer.Detail(Ink.Shade, "M8 77 L92 77", 5),
        ],
        Kind.Shoe =>
        [
            new(Ink.Main, "M5 8 C14 16 30 14 36 3 L50 6 C56 22 70 30 84 34 C94 37 98 44 97 56 L5 56 Z"),
            new(Ink.Cream, "M3 56 L98 56 L98 62 C98 66 96 67 93 67 L8 67 C5 67 3 66 3 62 Z"),
            Layer.Detail(Ink.Cream, "M44 20 L56 13 M51 29 L63 21 M60 36 L70 28", 4),
        ],
        Kind.Key =>
        [
            new(Ink.Main, "M8 26 A18 18 0 1 1 44 26 A18 18 0 1 1 8 26 Z M44 26 L94 26 M74 26 L74 48 M90 26 L90 46", 11),
        ],
        Kind.Bottle =>
        [
            new(
                Ink.Main,
                "M22 8 L38 8 L38 30 C38 38 54 44 54 56 L54 93 C54 97 51 99 47 99 L13 99 C9 99 6 97 6 93 L6 56"
                + " C6 44 22 38 22 30 Z"),
            new(Ink.Dark, "M20 2 L40 2 L40 12 L20 12 Z"),
            new(Ink.Cream, "M6 62 L54 62 L54 82 L6 82 Z"),
        ],
        Kind.Chair =>
        [
            new(Ink.Main, "M5 3 L17 3 L17 46 L66 46 L66 98 L55 98 L55 60 L17 60 L17 98 L5 98 Z"),
            new(Ink.Shade, "M17 46 L66 46 L66 56 L17 56 Z"),
        ],
        Kind.Kite =>
        [
            new(Ink.Dark, "M38 70 C30 78 48 84 40 90 C36 94 38 97 42 99", 3, Outlined: false),
            new(Ink.Dark, "M28 80 L38 84 L28 90 Z", Outlined: false),
            new(Ink.Dark, "M52 78 L40 84 L52 90 Z", Outlined: false),
            new(Ink.Main, "M38 2 L70 32 L38 72 L6 32 Z"),
            Layer.Detail(Ink.Shade, "M38 2 L70 32 L38 32 Z M38 32 L38 72 L6 32 Z"),
            Layer.Detail(Ink.Dark, "M38 2 L38 72 M6 32 L70 32", 2),
        ],
        Kind.Bird =>
        [
            new(Ink.Dark, "M44 66 L40 86 M54 66 L56 86", 4, Outlined: false),
            new(Ink.Steel, "M84 14 L99 21 L84 27 Z"),
            new(Ink.Main, "M3 34 L30 40 C34 26 48 24 58 26 C58 8 84 0 88 18 C90 44 76 70 48 70 C26 70 20 56 3 34 Z"),
            new(Ink.Shade, "M28 44 C40 36 58 40 66 46 C58 62 38 62 28 44 Z"),
            Layer.Detail(Ink.Dark, "M72 17 A4 4 0 1 1 80 17 A4 4 0 1 1 72 17 Z"),
        ],
        Kind.Cat =>
        [
            new(Ink.Main, "M60 88 C86 96 92 74 82 56", 9),
            new(Ink.Main, "M30 50 C16 66 14 84 16 98 L70 98 C72 84 70 66 56 50 Z"),
            new(Ink.Main, "M14 3 L30 16 L56 16 L72 3 L74 36 C74 54 60 60 43 60 C26 60 12 54 12 36 Z"),
            new(Ink.Cream, "M25 34 A6 6 0 1 1 37 34 A6 6 0 1 1 25 34 Z M49 34 A6 6 0 1 1 61 34 A6 6 0 1 1 49 34 Z"),
            Layer.Detail(Ink.Dark, "M28 34 A3 3 0 1 1 34 34 A3 3 0 1 1 28 34 Z M52 34 A3 3 0 1 1 58 34 A3 3 0 1 1 52 34 Z"),
            Layer.Detail(Ink.Dark, "M39 44 L47 44 L43 49 Z"),
            Layer.Detail(Ink.Shade, "M43 70 L43 98", 3),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The point, in the drawing's units, where the middle of another thing's foot rests; null where nothing can stand.</summary>
    internal static (float X, float Y)? RestingPlace(Kind kind) => kind switch
    {
        Kind.Book => (46, 4),
        Kind.Car => (52, 3),
        Kind.Chair => (42, 46),
        _ => null,
    };
}
