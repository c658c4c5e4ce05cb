using Espalier.Graphs;
using Espalier.Kernels;
using MathNet.Numerics;

namespace Espalier.Tests.Kernels;

/// <summary>Element-wise functions, LayerNorm and softmax, on every kind of registers.</summary>
public sealed class FunctionTests
{
    public static IEnumerable<TheoryDataRow<string>> Sets => KernelSets.Names;

    [Theory]
    [MemberData(nameof(Sets))]
    public void Activations_are_right_from_far_below_to_far_above_zero(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        float[] x = [-1000, -100, -90, -0f, 0, 90, 100, 1000, .. Enumerable.Range(-2000, 4008).Select(i => i / 150f)];
        double[] sizes = [.. x.Select(value => Math.Max(1, Math.Abs((double)value)))];
        foreach ((ActivationKind kind, Func<double, double> function) in new (ActivationKind, Func<double, double>)[]
        {
            (ActivationKind.Gelu, value => value * 0.5 * SpecialFunctions.Erfc(-value / Math.Sqrt(2))),
            (ActivationKind.QuickGelu, value => value / (1 + Math.Exp(-1.702 * value))),
            (ActivationKind.Relu, value => Math.Max(value, 0)),
            (ActivationKind.Tanh, Math.Tanh),
        })
        {
            float[] y = [.. x];
            kernels.Activate(kind, y);
            Reference.AssertClose([.. x.Select(value => function(value))], sizes, y, 5e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void What_is_not_a_number_stays_so(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        int rows = 3, width = kernels.Granule;
        foreach (ActivationKind kind in Enum.GetValues<ActivationKind>())
        {
            float[] y = Reference.Random(width, 1);
            y[1] = float.NaN;
            kernels.Activate(kind, y);
            Assert.Equal([1], Enumerable.Range(0, width).Where(i => float.IsNaN(y[i])));
        }
        for (int row = 0; row < rows; row++)
        {
            float[] scores = Reference.Random(rows * width, 2);
            scores[(row * width) + 1] = float.NaN;
            kernels.Softmax(scores, 1, [], width);
            Assert.Equal(Enumerable.Range(0, rows).Select(i => (i * width) + 1), Enumerable.Range(0, scores.Length).Where(i => float.IsNaN(scores[i])));
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Sums_scales_and_biases_are_right(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        int rows = 5, width = 3 * kernels.Granule;
        float[] x = Reference.Random(rows * width, 1), y = Reference.Random(rows * width, 2), bias = Reference.Random(rows, 3), z = new float[x.Length];
        kernels.Add(x, y, z);
        Assert.Equal(x.Zip(y, (a, b) => a + b), z);
        kernels.Scale(x, 0.5f, z);
        Assert.Equal(x.Select(a => a * 0.5f), z);
        kernels.SetRows(bias, x, z, width);
        Assert.Equal(x.Select((a, i) => a + bias[i / width]), z);
        kernels.SetRows(bias, [], z, width);
        Assert.Equal(x.Select((_, i) => bias[i / width]), z);
        kernels.SetRows([], x, z, width);
        Assert.Equal(x, z);
        kernels.SetRows([], [], z, width);
        Assert.All(z, value => Assert.Equal(0, value));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Each_column_is_normalised_on_its_own(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        foreach (int lanes in (int[])[1, 2, 3, 8])
        {
            int rows = 77, width = lanes * kernels.Granule;
            float[] gain = Reference.Random(rows, 1), bias = Reference.Random(rows, 2), x = Reference.Random(rows * width, 3), y = new float[x.Length];
            for (int i = 0; i < x.Length; i++) x[i] = (x[i] * 3) + (i % width);
            double[] expected = new double[x.Length];
            for (int column = 0; column < width; column++)
            {
                double mean = Column(x, column, width).Average(), variance = Column(x, column, width).Average(value => (value - mean) * (value - mean));
                for (int row = 0; row < rows; row++)
                    expected[(row * width) + column] = ((x[(row * width) + column] - mean) / Math.Sqrt(variance + 1e-5) * gain[row]) + bias[row];
            }
            kernels.Normalise(x, gain, bias, 1e-5f, y, width);
            Reference.AssertClose(expected, [.. expected.Select(_ => 1.0)], y, 1e-4);
            kernels.Normalise(x, gain, bias, 1e-5f, x, width);
            Assert.Equal(y, x);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Softmax_of_each_column_counts_what_is_hidden_for_nothing(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        foreach (int lanes in (int[])[1, 3, 8])
        {
            int rows = 9, width = lanes * kernels.Granule;
            float[] bias = new float[rows], x = [.. Reference.Random(rows * width, 1).Select(value => value * 20)];
            bias[2] = bias[5] = -10_000;
            double[] expected = new double[x.Length];
            for (int column = 0; column < width; column++)
            {
                double[] powers = [.. Column(x, column, width).Select((value, row) => Math.Exp((0.25 * value) + bias[row]))];
                for (int row = 0; row < rows; row++) expected[(row * width) + column] = powers[row] / powers.Sum();
            }
            float[] plain = [.. x];
            kernels.Softmax(x, 0.25f, bias, width);
            Reference.AssertClose(expected, [.. expected.Select(_ => 1.0)], x, 2e-6);
            Assert.Equal(0, x[2 * width]);
            kernels.Softmax(plain, 1, [], width);
            Assert.InRange(Column(plain, width - 1, width).Sum(), 1 - 1e-6, 1 + 1e-6);
        }
    }

    private static IEnumerable<double> Column(float[] x, int column, int width) =>
        Enumerable.Range(0, x.Length / width).Select(row => (double)x[(row * width) + column]);
}
