using ScottPlot;

namespace Espalier.Reports.Pictures;

/// <summary>A drawn picture, for light and for dark pages.</summary>
/// <param name="Name">A file name without extension, unique in a report.</param>
/// <param name="Title">What it shows, in one line.</param>
/// <param name="Description">What can be read off it, for those who do not see it.</param>
/// <param name="Width">Its width on a page, in CSS pixels; the files have twice as many.</param>
/// <param name="Height">Its height on a page.</param>
public sealed record Picture(string Name, string Title, string Description, int Width, int Height)
{
    private const int Scale = 2;

    /// <summary>The PNG file for light pages and for paper.</summary>
    public required ReadOnlyMemory<byte> Light { get; init; }

    /// <summary>The PNG file for dark pages.</summary>
    public required ReadOnlyMemory<byte> Dark { get; init; }

    /// <summary>Writes the light PNG file into a folder, under the picture's name, and returns its path.</summary>
    public string Save(string folder)
    {
        string path = Path.Combine(folder, Name + ".png");
        AtomicFile.Write(path, stream => stream.Write(Light.Span));
        return path;
    }

    internal static Picture Draw(string name, string title, string description, int width, int height, Func<PictureTheme, Plot> plot) =>
        new(name, title, description, width, height)
        {
            Light = Render(plot(PictureTheme.Light), width, height),
            Dark = Render(plot(PictureTheme.Dark), width, height),
        };

    private static byte[] Render(Plot plot, int width, int height)
    {
        using (plot)
        {
            plot.ScaleFactor = Scale;
            return plot.GetImage(width * Scale, height * Scale).GetImageBytes(ImageFormat.Png);
        }
    }
}
