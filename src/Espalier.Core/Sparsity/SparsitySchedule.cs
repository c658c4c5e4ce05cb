namespace Espalier.Sparsity;

/// <summary>The overall sparsity as a function of time, which is counted in epochs (Si et al. 2023, code; here fractions too).</summary>
public abstract class SparsitySchedule
{
    /// <summary>The sparsity at a time.</summary>
    /// <param name="epoch">Epochs since the start of the stage, not negative.</param>
    /// <returns>A fraction of zeros, 0 to 1.</returns>
    public abstract double At(double epoch);

    /// <summary>Its kind and its numbers: the same text for schedules that are the same.</summary>
    public abstract override string ToString();
}
