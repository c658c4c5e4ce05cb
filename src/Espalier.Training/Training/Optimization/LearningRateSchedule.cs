namespace Espalier.Training.Training.Optimization;

/// <summary>How the learning rate goes after its warm-up: linear (Si et al. 2023, code), cosine (Loshchilov and Hutter 2017) or constant.</summary>
public enum Decay
{
    /// <summary>Down to 0 in a straight line.</summary>
    Linear,

    /// <summary>Down to 0 as half a cosine.</summary>
    Cosine,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>
/// The learning rate of a step as a factor of the highest: i / W during W steps of warm-up, then by <see cref="Decay"/> to 0 at the last
/// step's end. With a warm-up the first step has rate 0, and changes nothing but the moments.
/// </summary>
/// <param name="Decay">What follows the warm-up; Si et al. 2023 use linear.</param>
/// <param name="Warmup">Steps of warm-up W.</param>
/// <param name="Total">All steps T.</param>
public sealed record LearningRateSchedule(Decay Decay, long Warmup, long Total)
{
    /// <summary>The factor of step <paramref name="step"/>, counted from 0.</summary>
    public double Factor(long step)
    {
        if (step < Warmup) return (double)step / Warmup;
        double left = Math.Max(0, (double)(Total - step) / Math.Max(1, Total - Warmup));
        return Decay switch
        {
            Decay.Linear => left,
            Decay.Cosine => 0.5 * (1 + Math.Cos(Math.PI * (1 - left))),
            _ => 1,
        };
    }
}
