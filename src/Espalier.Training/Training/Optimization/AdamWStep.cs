namespace Espalier.Training.Training.Optimization;

/// <summary>The numbers of one update of one tensor.</summary>
/// <param name="Beta1">Decay of the first moment.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="Epsilon">Added to the root of the second moment.</param>
/// <param name="StepSize">The learning rate with both bias corrections.</param>
/// <param name="Shrink">The part of the value that weight decay takes.</param>
internal readonly record struct AdamWStep(float Beta1, float Beta2, float Epsilon, float StepSize, float Shrink)
{
    /// <summary>The numbers of step <paramref name="count"/>, counted from 1.</summary>
    public static AdamWStep Of(AdamWOptions options, long count, double learningRate, bool decays)
    {
        double correction = Math.Sqrt(1 - Math.Pow(options.Beta2, count)) / (1 - Math.Pow(options.Beta1, count));
        double shrink = decays ? learningRate * options.WeightDecay : 0;
        return new AdamWStep(options.Beta1, options.Beta2, options.Epsilon, (float)(learningRate * correction), (float)shrink);
    }
}
