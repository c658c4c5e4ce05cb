using System.Globalization;
using System.Numerics.Tensors;

namespace Espalier.Execution;

/// <summary>Refuses weights that are no finite numbers: one would spoil every answer.</summary>
internal static class FiniteWeights
{
    /// <summary>Looks at all of them.</summary>
    /// <param name="path">The file that they are from.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="place">Says where in the file a weight is, by its index.</param>
    /// <exception cref="InputException">One is not finite.</exception>
    public static void Require(string path, ReadOnlySpan<float> weights, Func<int, string> place)
    {
        // Of no numbers at all .NET says that not all are finite.
        if (weights.IsEmpty || TensorPrimitives.IsFiniteAll(weights)) return;
        int at = 0;
        while (float.IsFinite(weights[at])) at++;
        throw new InputException(path, place(at), weights[at].ToString(CultureInfo.InvariantCulture), "a finite number");
    }
}
