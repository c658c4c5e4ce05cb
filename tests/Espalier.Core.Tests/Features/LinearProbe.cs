using Espalier.Features;

namespace Espalier.Tests.Features;

/// <summary>
/// One-against-all linear regression by stochastic gradient steps: what a single linear layer could read off the features.
/// </summary>
internal static class LinearProbe
{
    internal static (double Colour, double Shape) Accuracies(int train, int test)
    {
        (float[] Features, int Colour, int Kind)[] rows = [.. Enumerable.Range(0, train + test).Select(Row)];
        return (Accuracy(rows, row => row.Colour, 10, train), Accuracy(rows, row => row.Kind, 8, train));
    }

    private static (float[] Features, int Colour, int Kind) Row(int seed)
    {
        PixelImage image = Drawn.Random(seed, out int colour, out int kind);
        var features = new float[PixelFeaturizer.FeatureSize];
        PixelFeaturizer.Describe(image, [0, 0, 1, 1], features);
        return (features, colour, kind);
    }

    private static double Accuracy((float[] Features, int Colour, int Kind)[] rows, Func<(float[], int Colour, int Kind), int> label,
        int classes, int train)
    {
        var weights = new float[classes][];
        for (int c = 0; c < classes; c++) weights[c] = new float[PixelFeaturizer.FeatureSize + 1];
        for (int step = 0; step < train * 8; step++)
        {
            var row = rows[step % train];
            for (int c = 0; c < classes; c++)
            {
                float error = Score(weights[c], row.Features) - (label(row) == c ? 1 : 0);
                for (int i = 0; i < row.Features.Length; i++) weights[c][i] -= 0.0008f * error * row.Features[i];
                weights[c][^1] -= 0.0008f * error;
            }
        }
        return rows[train..].Average(row =>
            Enumerable.Range(0, classes).MaxBy(c => Score(weights[c], row.Features)) == label(row) ? 1.0 : 0.0);
    }

    private static float Score(float[] weights, float[] features)
    {
        float sum = weights[^1];
        for (int i = 0; i < features.Length; i++) sum += weights[i] * features[i];
        return sum;
    }
}
