using Espalier.Numerics;

namespace Espalier.Bench.Kernels;

/// <summary>A layer's product: matrices of one shape, so many that they do not stay in the last cache, as in a model, and columns of activations.</summary>
internal sealed record ProductCase(int Rows, int Inputs, int Columns, double Sparsity)
{
    private const long Bytes = 64L << 20;

    public int Copies => (int)Math.Max(1, Bytes / (sizeof(float) * (long)Rows * Inputs));

    public double Flops => 2.0 * Copies * Rows * Inputs * Columns;

    /// <summary>Products of a weight that is kept and a column, on average over matrices.</summary>
    public double Kept => (1 - Sparsity) * Rows * Inputs * Columns;

    public float[] Matrix(int copy)
    {
        SplitMix random = new((ulong)copy + 1);
        float[] values = new float[Rows * Inputs];
        for (int i = 0; i < values.Length; i++) values[i] = random.Unit() < Sparsity ? 0 : (float)((2 * random.Unit()) - 1);
        return values;
    }

    public float[] Activations()
    {
        SplitMix random = new(0);
        float[] values = new float[Inputs * Columns];
        for (int i = 0; i < values.Length; i++) values[i] = (float)((2 * random.Unit()) - 1);
        return values;
    }
}
