namespace Espalier.Orchard.Drawing;

/// <summary>One path of a drawing.</summary>
/// <param name="Ink">Its colour.</param>
/// <param name="Path">SVG path data; about 100 units a side.</param>
/// <param name="Stroke">Width of the line along the path, in units of the path; 0 fills the path.</param>
/// <param name="Outlined">Whether a dark line goes around it.</param>
internal sealed record Layer(Ink Ink, string Path, float Stroke = 0, bool Outlined = true)
{
    /// <summary>A fine line or small area inside a thing, without an outline.</summary>
    internal static Layer Detail(Ink ink, string path, float stroke = 0) => new(ink, path, stroke, Outlined: false);
}
