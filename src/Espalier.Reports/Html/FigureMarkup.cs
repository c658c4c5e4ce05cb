using System.Xml.Linq;
using Espalier.Reports.Pictures;
using static Espalier.Reports.Html.Markup;

namespace Espalier.Reports.Html;

/// <summary>Pictures as elements that carry their bytes, and follow the page into the dark.</summary>
internal static class FigureMarkup
{
    // Wider pictures would be unreadable if squeezed onto a telephone: they scroll.
    private const int Wide = 700;

    public static XElement Of(Picture picture) => El("figure", Class(picture.Width > Wide ? "chart wide" : "chart"), At("tabindex", "0"),
        El("picture",
            El("source", At("media", "screen and (prefers-color-scheme: dark)"), At("srcset", Address(picture.Dark))),
            El("img", At("src", Address(picture.Light)), At("alt", $"{picture.Title}. {picture.Description}"),
                At("width", picture.Width), At("height", picture.Height))));

    private static string Address(ReadOnlyMemory<byte> png) => $"data:image/png;base64,{Convert.ToBase64String(png.Span)}";
}
