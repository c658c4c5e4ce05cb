namespace Espalier.Sources;

/// <summary>The regions of one picture as a model takes them.</summary>
/// <param name="Features">Regions x feature size numbers.</param>
/// <param name="Boxes">Regions x 4 numbers: x1, y1, x2, y2 as fractions of width and height.</param>
/// <param name="Origin">Where the regions came from, for people: "3 x 3 grid".</param>
public sealed record PictureRegions(float[] Features, float[] Boxes, string Origin) : PictureInput(Origin)
{
    /// <summary>How many regions.</summary>
    public int Count => Boxes.Length / 4;
}
