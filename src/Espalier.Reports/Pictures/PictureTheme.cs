using ScottPlot;

namespace Espalier.Reports.Pictures;

/// <summary>The colours of a picture on a light or on a dark page.</summary>
internal sealed record PictureTheme
{
    public static PictureTheme Light { get; } = new()
    {
        Background = Color.FromHex("#ffffff"), Ink = Color.FromHex("#1f2328"), Quiet = Color.FromHex("#59636e"),
        Line = Color.FromHex("#e3e7eb"), Neutral = Color.FromHex("#9aa3ad"),
        Series = Hex("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6b5b95", "#7a7a7a"),
        Answers = Hex("#8fb8de", "#f2b880", "#a6d3b1", "#d9b3d9", "#f0dc82", "#b9cbd6", "#e2a9a1", "#c5d18f"),
        AnswerColors = Named("#eb9a94", "#f2b880", "#f0dc82", "#a6d3b1", "#8fb8de",
            "#c9a9dd", "#f3c1d5", "#c8a98b", "#f4f4f0", "#b9bec4", "#6d747c"),
        Rest = Color.FromHex("#e3e7eb"),
        Low = Color.FromHex("#f3f7fa"), High = Color.FromHex("#08416b"),
    };

    public static PictureTheme Dark { get; } = new()
    {
        Background = Color.FromHex("#171b21"), Ink = Color.FromHex("#e6e9ed"), Quiet = Color.FromHex("#a5afba"),
        Line = Color.FromHex("#303741"), Neutral = Color.FromHex("#7d8793"),
        Series = Hex("#4ba3e3", "#f28444", "#35c79b", "#dd8fbf", "#e3ac3d", "#8cc9f0", "#ab9bd6", "#b4b4b4"),
        Answers = Hex("#3c6c9c", "#9a5f22", "#3b7a4e", "#84528a", "#857114", "#4d6675", "#914c45", "#66752b"),
        AnswerColors = Named("#a2443c", "#a5621d", "#8d7a12", "#3b7a4e", "#3c6c9c",
            "#75509a", "#a85a7c", "#75553a", "#d9dce0", "#6b737d", "#08090b"),
        Rest = Color.FromHex("#303741"),
        Low = Color.FromHex("#20262e"), High = Color.FromHex("#8cc9f0"),
    };

    public required Color Background { get; init; }

    public required Color Ink { get; init; }

    public required Color Quiet { get; init; }

    public required Color Line { get; init; }

    public required Color Neutral { get; init; }

    /// <summary>One colour for each model, told apart also by those who see few colours.</summary>
    public required Color[] Series { get; init; }

    /// <summary>Fills for answers.</summary>
    public required Color[] Answers { get; init; }

    /// <summary>Fills for answers that name a colour.</summary>
    public required Dictionary<string, Color> AnswerColors { get; init; }

    public required Color Rest { get; init; }

    /// <summary>Nothing removed.</summary>
    public required Color Low { get; init; }

    /// <summary>All removed.</summary>
    public required Color High { get; init; }

    /// <summary>The colour of the model with this place in the summary, the same in every picture and table.</summary>
    public Color Model(int index) => Series[index % Series.Length];

    /// <summary>A colour between <see cref="Low"/> and <see cref="High"/>.</summary>
    public Color Heat(double share) => Low.InterpolateRgb(High, share);

    /// <summary>
    /// The fill of an answer; one that names a colour gets a tint of that colour, for a blue "yellow" is hard to read.
    /// </summary>
    public Color Answer(int index, string answer) =>
        AnswerColors.TryGetValue(answer, out Color tint) ? tint : Answers[index % Answers.Length];

    /// <summary>Black or white, whichever reads better on a fill.</summary>
    public static Color InkOn(Color fill)
    {
        double luminance = 0.2126 * Linear(fill.R) + 0.7152 * Linear(fill.G) + 0.0722 * Linear(fill.B);
        return luminance > 0.2 ? Color.FromHex("#14181d") : Colors.White;
    }

    private static Dictionary<string, Color> Named(params string[] colors)
    {
        string[] names = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "white", "gray", "black"];
        return names.Zip(colors, (name, color) => (name, Color.FromHex(color))).Append(("grey", Color.FromHex(colors[9]))).ToDictionary();
    }

    private static double Linear(byte channel) => Math.Pow(channel / 255.0, 2.2);

    private static Color[] Hex(params string[] colors) => [.. colors.Select(Color.FromHex)];
}
