namespace Espalier.Orchard.Tests;

/// <summary>One-against-all ridge regression: the simplest model that could read a label off features.</summary>
internal sealed class LinearProbe
{
    private readonly double[][] weights;

    private LinearProbe(double[][] weights) => this.weights = weights;

    internal static LinearProbe Fit(IReadOnlyList<float[]> rows, IReadOnlyList<int> labels, int classes, double ridge = 3)
    {
        int n = rows[0].Length + 1;
        double[][] gram = [.. Enumerable.Range(0, n).Select(i => { double[] row = new double[n]; row[i] = ridge; return row; })];
        double[][] right = [.. Enumerable.Range(0, n).Select(_ => new double[classes])];
        for (int r = 0; r < rows.Count; r++)
        {
            for (int i = 0; i < n; i++)
            {
                double x = At(rows[r], i);
                for (int j = 0; j <= i; j++) gram[i][j] += x * At(rows[r], j);
                right[i][labels[r]] += x;
            }
        }
        Solve(gram, right);
        return new(right);
    }

    internal int Predict(float[] row)
    {
        int best = 0;
        double bestScore = double.MinValue;
        for (int c = 0; c < weights[0].Length; c++)
        {
            double score = 0;
            for (int i = 0; i < weights.Length; i++) score += weights[i][c] * At(row, i);
            if (score > bestScore) (best, bestScore) = (c, score);
        }
        return best;
    }

    private static double At(float[] row, int i) => i < row.Length ? row[i] : 1;

    /// <summary>Cholesky's factor of the lower triangle, then substitution both ways, in place.</summary>
    private static void Solve(double[][] a, double[][] b)
    {
        int n = a.Length;
        for (int j = 0; j < n; j++)
        {
            for (int i = j; i < n; i++)
            {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) sum -= a[i][k] * a[j][k];
                a[i][j] = i == j ? Math.Sqrt(sum) : sum / a[j][j];
            }
        }
        for (int c = 0; c < b[0].Length; c++)
        {
            for (int i = 0; i < n; i++)
            {
                for (int k = 0; k < i; k++) b[i][c] -= a[i][k] * b[k][c];
                b[i][c] /= a[i][i];
            }
            for (int i = n - 1; i >= 0; i--)
            {
                for (int k = i + 1; k < n; k++) b[i][c] -= a[k][i] * b[k][c];
                b[i][c] /= a[i][i];
            }
        }
    }
}
