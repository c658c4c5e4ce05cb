namespace Espalier.Training.Pipeline.Recipes;

/// <summary>
/// Sparsities per modality: s_L |L| + s_R |V| + s_X |X| = s (|L| + |V| + |X|) (Si et al. 2023, eq. 10). VisualBERT has no vision, so that one of its two
/// decides the other.
/// </summary>
public sealed record AllocationOptions
{
    /// <summary>Sparsity of word embeddings and language layers; null is solved from the other two and the budget.</summary>
    public double? Language { get; init; }

    /// <summary>Sparsity of visual projections and object layers; null is solved from the other two and the budget.</summary>
    public double? Vision { get; init; }

    /// <summary>Sparsity of cross-modality layers; null is solved from the other two and the budget.</summary>
    public double? Cross { get; init; }
}
