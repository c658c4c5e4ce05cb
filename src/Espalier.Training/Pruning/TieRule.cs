namespace Espalier.Training.Pruning;

/// <summary>What happens to scores that equal the k-th smallest when thresholds are refreshed: our rule, or that of the published code of Si et al. 2023.</summary>
public enum TieRule
{
    /// <summary>As many are pruned as make exactly k zeros, in the order of |W|, then of the index.</summary>
    Exact,

    /// <summary>All are pruned, as in the published code; there may be more than k zeros.</summary>
    Reference,
}
