using Espalier.Numerics;

namespace Espalier.Tests.Kernels;

/// <summary>Plain computations in double precision, and numbers to compute with.</summary>
internal static class Reference
{
    public static float[] Random(int length, ulong seed)
    {
        SplitMix random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)random.Gaussian())];
    }

    /// <summary>A matrix of which about a share is zero.</summary>
    public static float[] Sparse(int rows, int columns, double sparsity, ulong seed)
    {
        SplitMix random = new(seed);
        return [.. Enumerable.Range(0, rows * columns).Select(_ => random.Unit() < sparsity ? 0 : (float)random.Gaussian())];
    }

    /// <summary>a x + y, and the size of what was added up for each number.</summary>
    public static (double[] Sums, double[] Sizes) Product(float[] a, int rows, int columns, float[] x, float[] y, int width)
    {
        double[] sums = [.. y], sizes = [.. y.Select(value => Math.Abs((double)value))];
        for (int row = 0; row < rows; row++)
        {
            for (int k = 0; k < columns; k++)
            {
                for (int column = 0; column < width; column++)
                {
                    double product = (double)a[(row * columns) + k] * x[(k * width) + column];
                    sums[(row * width) + column] += product;
                    sizes[(row * width) + column] += Math.Abs(product);
                }
            }
        }
        return (sums, sizes);
    }

    /// <summary>Each number must be within a share of the size of what made it.</summary>
    public static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<double> sizes, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            // Written so that NaN fails.
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance * sizes[i])) Assert.Fail($"number {i} is {actual[i]}, not {expected[i]}");
        }
    }
}
