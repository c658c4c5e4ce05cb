namespace Espalier.Architectures;

/// <summary>The group of a prunable matrix, which per-modality allocations give its sparsity (Si et al. 2023, eq. 10).</summary>
public enum Modality
{
    /// <summary>Word embeddings and language layers.</summary>
    Language,

    /// <summary>Visual input projections and object layers.</summary>
    Vision,

    /// <summary>Cross-modality layers.</summary>
    Cross,

    /// <summary>The pooler, which always has the overall sparsity.</summary>
    Pooler,
}
