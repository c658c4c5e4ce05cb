namespace Espalier.Sparsity;

/// <summary>
/// Matrices that are ranked together (Si et al. 2023, figure 9): their scores, their weights, and where their masks go. All flat, row-major.
/// </summary>
public interface IScoredMatrices
{
    /// <summary>The number of matrices.</summary>
    int Count { get; }

    /// <summary>The values to rank by, the real-valued mask or |W|.</summary>
    ReadOnlySpan<float> Scores(int matrix);

    /// <summary>The weights, whose magnitudes decide between equal scores. As many as the scores.</summary>
    ReadOnlySpan<float> Weights(int matrix);

    /// <summary>Receives 0 or 1 for each weight. As many as the scores.</summary>
    Span<float> Mask(int matrix);
}
