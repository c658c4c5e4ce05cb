using System.Globalization;

namespace Espalier.Vision;

/// <summary>What a model gave under one name.</summary>
/// <param name="Name">The output's name.</param>
/// <param name="Type">The type of its numbers, for messages.</param>
/// <param name="Shape">The lengths of its axes.</param>
/// <param name="Values">Its numbers in row order; empty unless they are singles.</param>
internal sealed record ModelOutput(string Name, string Type, long[] Shape, float[] Values)
{
    private const int MostOfName = 60;

    /// <summary>Whether these are single-precision numbers.</summary>
    public bool IsFloat => Type == "float";

    /// <summary>Rows and columns, if it is [R, C] or [1, R, C].</summary>
    public (long Rows, long Columns)? Matrix => Shape switch
    {
        [var rows, var columns] => (rows, columns),
        [1, var rows, var columns] => (rows, columns),
        _ => null,
    };

    /// <summary>How many numbers, if it is [R] or [1, R].</summary>
    public long? Vector => Shape switch
    {
        [var count] => count,
        [1, var count] => count,
        _ => null,
    };

    /// <summary>Whether it is a map [1, D, h, w].</summary>
    public bool IsMap => Shape is [1, _, _, _];

    /// <summary>Whether it may be states [1, P, D].</summary>
    public bool IsStates => Shape is [1, _, _];

    /// <summary>Its axes: "[1, 256, 7, 7]".</summary>
    public string Axes => $"[{string.Join(", ", Shape.Select(axis => axis.ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>Name, axes and type, for messages.</summary>
    public override string ToString() => $"{ShownName} {Axes}{(IsFloat ? "" : $" {Type}")}";

    private string ShownName
    {
        get
        {
            string shown = string.Concat(Name.Take(MostOfName).Select(c => char.IsControl(c) ? '?' : c));
            return Name.Length > MostOfName ? shown + "..." : shown;
        }
    }
}
