namespace Espalier.Sparsity;

/// <summary>
/// From t_0 on, at every interval a share r of the weights that are left is pruned, s := s + (1 - s) r, until s reaches s_f; from t_1
/// on it is s_f. The first step is taken at t_0 itself (Si et al. 2023, code).
/// </summary>
public sealed class StepwiseSchedule : SparsitySchedule
{
    private readonly double _initial;
    private readonly double _final;
    private readonly double _ratio;
    private readonly double _start;
    private readonly double _end;
    private readonly double _interval;
    private readonly bool _overshoots;

    /// <summary>Creates the schedule.</summary>
    /// <param name="initial">The sparsity s_i before <paramref name="start"/>.</param>
    /// <param name="final">The sparsity s_f, at least <paramref name="initial"/>.</param>
    /// <param name="ratio">The share r of the remaining weights that a step prunes, above 0 to 1.</param>
    /// <param name="start">The time t_0 in epochs.</param>
    /// <param name="end">The time t_1 in epochs, by which the steps must have reached <paramref name="final"/>.</param>
    /// <param name="interval">Epochs between steps.</param>
    /// <param name="overshoots">True imitates the published code, whose steps go past s_f until t_1.</param>
    /// <exception cref="ArgumentException">A number is out of its range, or the steps cannot reach s_f in time.</exception>
    public StepwiseSchedule(
        double initial, double final, double ratio, double start, double end, double interval = 1, bool overshoots = false)
    {
        ZeroCount.RequireSparsity(initial);
        ZeroCount.RequireSparsity(final);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(initial, final);
        if (!(ratio is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "A step prunes a share above 0, up to 1.");
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(end, start);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(interval);
        (_initial, _final, _ratio, _start, _end, _interval, _overshoots) = (initial, final, ratio, start, end, interval, overshoots);
        if (Reached(Math.Ceiling((end - start) / interval)) < final)
            throw new ArgumentException(
                $"Steps of {ratio} every {interval} epochs do not take {initial} to {final} by {end}.", nameof(ratio));
    }

    /// <inheritdoc/>
    public override double At(double epoch)
    {
        if (epoch < _start) return _initial;
        if (epoch >= _end) return _final;
        double reached = Reached(Math.Floor((epoch - _start) / _interval) + 1);
        return _overshoots ? reached : Math.Min(reached, _final);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"stepwise {_initial} to {_final} by {_ratio} every {_interval} from {_start} to {_end}, overshoots {_overshoots}");

    private double Reached(double steps) => 1 - (1 - _initial) * Math.Pow(1 - _ratio, steps);
}
