using System.Numerics.Tensors;
using Espalier.Numerics;
using Espalier.Sparsity;
using Tensor = TorchSharp.torch.Tensor;

namespace Espalier.Training.Pruning;

/// <summary>First values of real-valued masks.</summary>
internal static class MaskStart
{
    /// <summary>Fills the scores.</summary>
    /// <returns>Whether the mask at the first threshold is already exact, so that thresholds need no refresh.</returns>
    public static bool Fill(MaskTrainingOptions options, Allocation allocation, Tensor[] scores, Tensor[] weights)
    {
        switch (options.Initialization)
        {
            case MaskInitialization.Magnitude:
                FillTwoValues(scores, RankedMatrices.Select(allocation, null, weights), 2 * options.Threshold);
                return true;
            case MaskInitialization.Uniform:
                FillTwoValues(scores, RandomPruner.Draw(allocation, options.Seed, options.Structure), 2 * options.Threshold);
                return true;
            case MaskInitialization.Soft:
                for (int i = 0; i < scores.Length; i++) TensorPrimitives.Abs(weights[i].Floats(), scores[i].Floats());
                return false;
            default:
                for (int i = 0; i < scores.Length; i++)
                    FillRandom(scores[i].Floats(), allocation.Targets[i].Sparsity, options, new SplitMix(SplitMix.Hash(options.Seed, (ulong)i)));
                return false;
        }
    }

    private static void FillTwoValues(Tensor[] scores, float[][] masks, float kept)
    {
        for (int i = 0; i < scores.Length; i++) TensorPrimitives.Multiply(masks[i], kept, scores[i].Floats());
    }

    // U(-a, b) with b = (a + phi) / s - a, so that P(score <= phi) = s.
    private static void FillRandom(Span<float> scores, double sparsity, MaskTrainingOptions options, SplitMix random)
    {
        if (sparsity == 0)
        {
            scores.Fill(2 * options.Threshold);
            return;
        }
        double low = -options.RandomRange, width = (options.RandomRange + options.Threshold) / sparsity;
        foreach (ref float score in scores) score = (float)(low + width * random.Unit());
    }
}
