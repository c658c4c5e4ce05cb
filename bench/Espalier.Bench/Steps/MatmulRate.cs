using System.Diagnostics;
using MathNet.Numerics.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Bench.Steps;

/// <summary>How fast libtorch multiplies large matrices here: what a training step can reach at best.</summary>
internal static class MatmulRate
{
    private const int Rows = 2048, Inputs = 768, Outputs = 3072, Rounds = 9;

    /// <summary>Measures the rate of a product whose matrices are in the second-level cache and beyond, as a step's are.</summary>
    /// <param name="type">Of both factors.</param>
    /// <returns>Floating-point operations a second.</returns>
    public static double Measure(ScalarType type)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn([Rows, Inputs]).to_type(type), weights = randn([Outputs, Inputs]).to_type(type);
        double[] times = new double[Rounds];
        for (int i = -2; i < Rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            nn.functional.linear(x, weights).Dispose();
            if (i >= 0) times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        return 2.0 * Rows * Inputs * Outputs / Statistics.Median(times);
    }
}
