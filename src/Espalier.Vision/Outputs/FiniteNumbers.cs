using System.Globalization;
using System.Numerics.Tensors;

namespace Espalier.Vision;

/// <summary>Refuses outputs that are not finite.</summary>
internal static class FiniteNumbers
{
    /// <summary>Throws unless all numbers are finite.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="output">The output's name.</param>
    /// <param name="picture">The picture's file.</param>
    /// <exception cref="InputException">One is not.</exception>
    public static void Require(ReadOnlySpan<float> values, string output, string picture)
    {
        if (values.IsEmpty || float.IsFinite(TensorPrimitives.MaxMagnitude(values))) return;
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                throw new InputException(picture, $"output {output}", value.ToString(CultureInfo.InvariantCulture),
                    "finite numbers; scale, mean and std may be others than the model was trained with");
            }
        }
    }
}
