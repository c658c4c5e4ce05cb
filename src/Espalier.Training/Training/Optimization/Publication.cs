namespace Espalier.Training.Training.Optimization;

/// <summary>How the leaf of a trained tensor follows from its value; for masks as in Si et al. 2023, eq. 2, with the strict comparison of its code.</summary>
public enum Publication
{
    /// <summary>The value is the leaf.</summary>
    None,

    /// <summary>The leaf is the value in another precision.</summary>
    Copy,

    /// <summary>The value scores the frozen weights: the leaf is the weight where the score is above the threshold, else 0.</summary>
    Threshold,
}
