using MathNet.Numerics.LinearRegression;

namespace Espalier.Bench.Kernels;

/// <summary>What a product costs by how many weights it has: a + b * weights * columns.</summary>
/// <param name="Fixed">a, in ms: what a matrix costs without a weight.</param>
/// <param name="PerProduct">b, in ms.</param>
/// <param name="LargestError">The largest error of the line, as a share of what was measured.</param>
internal sealed record CostLine(double Fixed, double PerProduct, double LargestError)
{
    /// <summary>Fits one, by least squares of the errors as shares of what was measured.</summary>
    /// <param name="measured">Products of a weight and a column, and how long all took in ms; two or more numbers of products.</param>
    public static CostLine Fit(IReadOnlyList<(double Products, double Time)> measured)
    {
        double[] line = WeightedRegression.Weighted(
            [.. measured.Select(one => (double[])[one.Products])], [.. measured.Select(one => one.Time)], [.. measured.Select(one => 1 / (one.Time * one.Time))],
            intercept: true);
        return new CostLine(line[0], line[1], measured.Max(one => Math.Abs((line[0] + (line[1] * one.Products)) / one.Time - 1)));
    }
}
