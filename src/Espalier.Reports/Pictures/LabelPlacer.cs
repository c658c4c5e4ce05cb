namespace Espalier.Reports.Pictures;

/// <summary>
/// Finds places for the labels of points so that they hide neither each other nor a point: right or left of the point, then higher or
/// lower. All lengths are pixels, y upwards.
/// </summary>
/// <param name="width">The plot's width.</param>
/// <param name="height">The plot's height.</param>
internal sealed class LabelPlacer(double width, double height)
{
    private const double Line = 17, Letter = 7.8, Distance = 11;
    private const int MostLinesAway = 8;

    private readonly List<Box> _taken = [];

    /// <summary>Keeps labels off a rectangle.</summary>
    public void Avoid(double left, double right, double bottom, double top) => _taken.Add(new Box(left, right, bottom, top));

    /// <summary>Places a label beside (x, y); where everything is full, at its right.</summary>
    public Place Find(double x, double y, string label)
    {
        double length = label.Length * Letter;
        for (int away = 0; away <= MostLinesAway; away++)
        {
            foreach (double shift in away == 0 ? new[] { 0.0 } : [away * Line, -away * Line])
            {
                foreach (bool right in new[] { true, false })
                {
                    double left = right ? x + Distance : x - Distance - length;
                    Box box = new(left, left + length, y + shift - Line / 2, y + shift + Line / 2);
                    if (box.Left < 0 || box.Right > width || box.Bottom < 0 || box.Top > height || _taken.Any(box.Meets)) continue;
                    _taken.Add(box);
                    return new Place(right ? box.Left : box.Right, y + shift, right, shift != 0);
                }
            }
        }
        return new Place(x + Distance, y, IsRight: true, IsAway: false);
    }

    /// <summary>Where a label stands.</summary>
    /// <param name="X">Its end that is nearest to the point.</param>
    /// <param name="Y">Its middle.</param>
    /// <param name="IsRight">Whether it is right of the point.</param>
    /// <param name="IsAway">Whether it is higher or lower than the point.</param>
    public readonly record struct Place(double X, double Y, bool IsRight, bool IsAway);

    private readonly record struct Box(double Left, double Right, double Bottom, double Top)
    {
        public bool Meets(Box other) => Left < other.Right && other.Left < Right && Bottom < other.Top && other.Bottom < Top;
    }
}
