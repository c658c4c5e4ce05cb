namespace Espalier.Sparsity;

/// <summary>
/// s(t) = s_f + (s_i - s_f) (1 - (t - t_0) / (t_1 - t_0))^3 between t_0 and t_1, s_i before and s_f after: fast at first, when many weights
/// are of no use, and slow at the end (Zhu and Gupta 2017, "automated gradual pruning").
/// </summary>
public sealed class CubicSchedule : SparsitySchedule
{
    private readonly double _initial;
    private readonly double _final;
    private readonly double _start;
    private readonly double _end;

    /// <summary>Creates the schedule.</summary>
    /// <param name="initial">The sparsity s_i until <paramref name="start"/>.</param>
    /// <param name="final">The sparsity s_f from <paramref name="end"/> on.</param>
    /// <param name="start">The time t_0 in epochs.</param>
    /// <param name="end">The time t_1 in epochs, after <paramref name="start"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A sparsity is outside 0 to 1, or the end is not after the start.</exception>
    public CubicSchedule(double initial, double final, double start = 0, double end = 1)
    {
        ZeroCount.RequireSparsity(initial);
        ZeroCount.RequireSparsity(final);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(end, start);
        (_initial, _final, _start, _end) = (initial, final, start, end);
    }

    /// <inheritdoc/>
    public override double At(double epoch)
    {
        double remaining = 1 - Math.Clamp((epoch - _start) / (_end - _start), 0, 1);
        return _final + (_initial - _final) * remaining * remaining * remaining;
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"cubic {_initial} to {_final} from {_start} to {_end}");
}
