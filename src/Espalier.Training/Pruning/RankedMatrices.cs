using Espalier.Sparsity;
using static TorchSharp.torch;

namespace Espalier.Training.Pruning;

/// <summary>Tensors in this process's memory as the ranking of scores sees them.</summary>
/// <param name="scores">Scores; null ranks by |W| alone.</param>
/// <param name="weights">Weights, one tensor for each matrix.</param>
/// <param name="masks">Receive 0 or 1.</param>
internal readonly struct RankedMatrices(Tensor[]? scores, Tensor[] weights, float[][] masks) : IScoredMatrices
{
    // Where all scores are equal the order is that of |W|, so that nobody needs to compute and keep absolute values.
    private readonly float[] _equal = scores is null ? new float[weights.Max(weight => weight.numel())] : [];

    public int Count => weights.Length;

    public ReadOnlySpan<float> Scores(int matrix) => scores is null ? _equal.AsSpan(0, Weights(matrix).Length) : scores[matrix].Floats();

    public ReadOnlySpan<float> Weights(int matrix) => weights[matrix].Floats();

    public Span<float> Mask(int matrix) => masks[matrix];

    /// <summary>Writes masks with the exact numbers of zeros of an allocation.</summary>
    public static float[][] Select(Allocation allocation, Tensor[]? scores, Tensor[] weights)
    {
        float[][] masks = [.. weights.Select(weight => new float[weight.numel()])];
        if (allocation.IsGlobal)
        {
            ExactSelection.SelectZeros(new RankedMatrices(scores, weights, masks), allocation.Zeros);
            return masks;
        }
        Parallel.For(0, weights.Length, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, i =>
            ExactSelection.SelectZeros(new RankedMatrices(scores is null ? null : [scores[i]], [weights[i]], [masks[i]]), allocation.Targets[i].Zeros));
        return masks;
    }
}
