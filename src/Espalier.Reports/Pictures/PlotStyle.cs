using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Espalier.Reports.Pictures;

/// <summary>What all plots have in common: font, frame, grid, sizes.</summary>
internal static class PlotStyle
{
    public const float TextSize = 13;

    private const int LongestLabel = 26;

    // Text is centred by its line, which leaves more room above the letters than below.
    private const float Drop = 2;

    /// <summary>An empty plot with a title, faint horizontal lines and no box around it.</summary>
    public static Plot New(PictureTheme theme, string title)
    {
        PictureFont.Use();
        Plot plot = new();
        plot.Font.Set(PictureFont.Name);
        plot.FigureBackground.Color = theme.Background;
        plot.DataBackground.Color = theme.Background;
        plot.Axes.Color(theme.Quiet);
        plot.Axes.Title.Label.Text = title;
        plot.Axes.Title.Label.FontSize = 15;
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Title.Label.ForeColor = theme.Ink;
        foreach (IAxis axis in plot.Axes.GetAxes())
        {
            axis.TickLabelStyle.FontSize = TextSize;
            axis.TickLabelStyle.ForeColor = theme.Ink;
            axis.MajorTickStyle.Length = 0;
            axis.MinorTickStyle.Length = 0;
            axis.FrameLineStyle.Width = 0;
            axis.Label.FontSize = TextSize;
            axis.Label.Bold = false;
            axis.Label.ForeColor = theme.Quiet;
        }
        plot.Axes.Left.TickLabelStyle.OffsetY = Drop;
        plot.Axes.Left.Label.OffsetX = 4;
        plot.Axes.Bottom.TickLabelStyle.OffsetY = 4;
        plot.Axes.Bottom.Label.OffsetY = 3;
        plot.Axes.Right.MinimumSize = 18;
        plot.Axes.Bottom.FrameLineStyle.Width = 1;
        plot.Axes.Bottom.FrameLineStyle.Color = theme.Neutral;
        plot.Grid.MajorLineColor = theme.Line;
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Legend.FontSize = TextSize;
        plot.Legend.FontColor = theme.Ink;
        plot.Legend.BackgroundColor = theme.Background;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.SetBestFontOnEachRender = false;
        return plot;
    }

    /// <summary>Puts words instead of numbers on an axis, at 0, 1, 2, ...</summary>
    public static void Words(IAxis axis, IReadOnlyList<string> words) =>
        axis.TickGenerator = new NumericManual([.. words.Select((_, i) => (double)i)], [.. words.Select(word => Short(word))]);

    /// <summary>A label cut to a length that fits.</summary>
    public static string Short(string label) => Short(label, LongestLabel);

    /// <summary>A label without line breaks, cut to a length.</summary>
    public static string Short(string label, int longest)
    {
        string line = string.Concat(label.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= longest ? line : string.Concat(line.AsSpan(0, longest - 1), "…");
    }

    /// <summary>A legend below the plot, in one or more rows.</summary>
    public static void LegendBelow(Plot plot, IEnumerable<LegendItem> items)
    {
        Add(plot, items);
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.Legend.TightHorizontalWrapping = true;
        plot.Legend.InterItemPadding = new PixelPadding(4, 14, 3, 3);
        plot.ShowLegend(Edge.Bottom).Padding = new PixelPadding(0, 0, 6, 8);
    }

    /// <summary>A legend to the right of the plot, an item a row, for more items than two rows hold.</summary>
    public static void LegendBeside(Plot plot, IEnumerable<LegendItem> items)
    {
        Add(plot, items);
        plot.Legend.Orientation = Orientation.Vertical;
        plot.Legend.InterItemPadding = new PixelPadding(4, 14, 3, 3);
        plot.ShowLegend(Edge.Right).Padding = new PixelPadding(0, 8, 0, 0);
    }

    private static void Add(Plot plot, IEnumerable<LegendItem> items)
    {
        foreach (LegendItem item in items)
        {
            item.LabelStyle.OffsetY = Drop;
            item.MarkerStyle.IsVisible = item.MarkerStyle.Size > 0;
            plot.Legend.ManualItems.Add(item);
        }
    }

    /// <summary>A filled square of the legend.</summary>
    public static LegendItem Swatch(Color color, string label) => new()
    {
        LabelText = Short(label), FillColor = color, OutlineWidth = 0, LineWidth = 0, MarkerStyle = MarkerStyle.None,
    };

    /// <summary>A piece of line of the legend.</summary>
    public static LegendItem Line(Color color, LinePattern pattern, string label, MarkerShape marker = MarkerShape.None) => new()
    {
        LabelText = Short(label), LineWidth = 2.5f, LineColor = color, LinePattern = pattern,
        MarkerStyle = marker == MarkerShape.None ? MarkerStyle.None : new MarkerStyle(marker, 7, color),
    };

    /// <summary>A word or number inside the plot.</summary>
    public static void AddText(Plot plot, string label, double x, double y, Color color, Alignment alignment, float size = 12)
    {
        var text = plot.Add.Text(label, x, y);
        text.LabelFontName = PictureFont.Name;
        text.LabelFontSize = size;
        text.LabelFontColor = color;
        text.LabelAlignment = alignment;
        text.OffsetY = Drop;
    }

    /// <summary>Numbers on an axis at given places.</summary>
    public static void Numbers(IAxis axis, params double[] places) => axis.TickGenerator = new NumericManual(places,
        [.. places.Select(place => place.ToString("0.##", CultureInfo.InvariantCulture))]);

    /// <summary>An axis of accuracies from 0 to 100 percent.</summary>
    public static void Accuracy(Plot plot)
    {
        plot.Axes.Left.Label.Text = "VQA accuracy (%)";
        Numbers(plot.Axes.Left, 0, 20, 40, 60, 80, 100);
        plot.Axes.SetLimitsY(0, 100);
    }
}
