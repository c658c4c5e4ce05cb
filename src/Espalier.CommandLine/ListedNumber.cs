using System.Globalization;

namespace Espalier.CommandLine;

/// <summary>A number of a <see cref="CommaList{T}"/>: a class, as null stands for what is none.</summary>
/// <param name="Value">The number.</param>
public sealed record ListedNumber(double Value)
{
    /// <summary>Reads a number without a sign; null if it is none, or not one of those that are wanted.</summary>
    /// <param name="text">What stands there.</param>
    /// <param name="holds">Whether it is wanted.</param>
    public static ListedNumber? Parse(string text, Func<double, bool> holds) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && holds(value) ? new ListedNumber(value) : null;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
