using System.Globalization;
using Espalier.Paper;
using ScottPlot;

namespace Espalier.Reports.Pictures;

/// <summary>
/// The plane of all allocations of one sparsity (Si et al. 2023, eq. 10): language and vision are the axes, the budget leaves one sparsity for cross-modality,
/// which stands in each square; its colour and large number are the accuracy out of distribution. Allocations without all seeds have no colour, as
/// means over other seeds do not compare.
/// </summary>
internal static class BudgetPlanePicture
{
    private const int Width = 760, Height = 620;

    // Squares of a grid of fifths touch.
    private const double Half = 0.096;

    /// <summary>Draws it; null if nothing was run at the sparsity.</summary>
    public static Picture? Draw(PaperResults results, double sparsity)
    {
        AllocationChoice choice = AllocationChoice.At(results, sparsity);
        List<Tile> tiles = [.. choice.Tried.Select(tried => new Tile(tried.Shares, choice.Seeds.Average(seed => tried.Test[seed])))];
        if (tiles.Count == 0) return null;
        List<Tile> others = [.. choice.Others.Select(tried => new Tile(tried.Shares, tried.Seeds.Average(seed => tried.Test[seed])))];
        string percent = Percent(sparsity), title = $"lmh+lmh at {percent} % overall sparsity: OOD accuracy by allocation";
        string described = string.Join("; ", tiles.Select(tile => string.Create(CultureInfo.InvariantCulture, $"{tile.Shares}: {tile.Ood:0.0}")));
        return Picture.Draw($"allocations-{percent}", title,
            $"Squares by sparsity of language and of vision, with the accuracy in percent. Language/vision/cross: {described}{(others.Count > 0 ? $"; {others.Count} more without all seeds" : "")}.", Width, Height,
            theme => Plot(theme, title, tiles, others, sparsity));
    }

    private static Plot Plot(PictureTheme theme, string title, List<Tile> tiles, List<Tile> others, double sparsity)
    {
        Plot plot = PlotStyle.New(theme, title);
        double low = tiles.Min(tile => tile.Ood), range = Math.Max(tiles.Max(tile => tile.Ood) - low, 1e-9);
        foreach (Tile tile in tiles)
        {
            Color fill = theme.Heat((tile.Ood - low) / range);
            Square(plot, tile, fill, PictureTheme.InkOn(fill));
        }
        foreach (Tile tile in others) Square(plot, tile, Colors.Transparent, theme.Quiet);
        Frame(plot, tiles[0].Shares, theme.Series[1]);
        ModalityShares uniform = new(sparsity, sparsity, sparsity);
        if (tiles.Exists(tile => tile.Shares == uniform)) Frame(plot, uniform, theme.Series[2], LinePattern.Dashed);
        double[] ticks = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1];
        foreach (IAxis axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
            axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual(ticks, [.. ticks.Select(Percent)]);
        plot.Axes.SetLimits(-0.03, 1.03, -0.03, 1.03);
        plot.Axes.Bottom.Label.Text = "sparsity of language (%)";
        plot.Axes.Left.Label.Text = "sparsity of vision (%)";
        plot.HideGrid();
        PlotStyle.LegendBelow(plot,
        [
            PlotStyle.Line(theme.Series[1], LinePattern.Solid, "chosen by validation"), PlotStyle.Line(theme.Series[2], LinePattern.Dashed, "uniform"),
        ]);
        return plot;
    }

    private static void Square(Plot plot, Tile tile, Color fill, Color ink)
    {
        (double x, double y) = (tile.Shares.Language, tile.Shares.Vision);
        var square = plot.Add.Rectangle(x - Half, x + Half, y - Half, y + Half);
        (square.FillColor, square.LineWidth) = (fill, 0);
        PlotStyle.AddText(plot, tile.Ood.ToString("0.0", CultureInfo.InvariantCulture), x, y + 0.03, ink, Alignment.MiddleCenter, 17);
        PlotStyle.AddText(plot, $"cross {Percent(tile.Shares.Cross)}", x, y - 0.045, ink, Alignment.MiddleCenter, 11);
    }

    private static void Frame(Plot plot, ModalityShares shares, Color color, LinePattern? pattern = null)
    {
        const double inner = Half - 0.006;
        var frame = plot.Add.Rectangle(shares.Language - inner, shares.Language + inner, shares.Vision - inner, shares.Vision + inner);
        (frame.FillColor, frame.LineColor, frame.LineWidth, frame.LinePattern) = (Colors.Transparent, color, 3, pattern ?? LinePattern.Solid);
    }

    private static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture);

    private sealed record Tile(ModalityShares Shares, double Ood);
}
