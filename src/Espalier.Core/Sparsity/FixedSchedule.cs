namespace Espalier.Sparsity;

/// <summary>The same sparsity all the time (Si et al. 2023 train all their masks so).</summary>
public sealed class FixedSchedule : SparsitySchedule
{
    private readonly double _sparsity;

    /// <summary>Creates the schedule.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The sparsity is outside 0 to 1.</exception>
    public FixedSchedule(double sparsity)
    {
        ZeroCount.RequireSparsity(sparsity);
        _sparsity = sparsity;
    }

    /// <inheritdoc/>
    public override double At(double epoch) => _sparsity;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"fixed {_sparsity}");
}
