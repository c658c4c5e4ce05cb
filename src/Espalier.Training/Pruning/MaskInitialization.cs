namespace Espalier.Training.Pruning;

/// <summary>The start of real-valued masks (Si et al. 2023, eq. 3 and figure 13).</summary>
public enum MaskInitialization
{
    /// <summary>0 where magnitude pruning prunes, twice the threshold elsewhere (eq. 3).</summary>
    Magnitude,

    /// <summary>The same two values at random places.</summary>
    Uniform,

    /// <summary>|W|: the threshold is then the k-th smallest (Liu et al. 2022).</summary>
    Soft,

    /// <summary>Uniformly distributed numbers, of which the wanted fraction is below the threshold.</summary>
    Random,
}
