namespace Espalier.Training.Training.Optimization;

/// <summary>Constants of AdamW (Loshchilov and Hutter 2019). Defaults are those of Si et al. 2023.</summary>
public sealed record AdamWOptions
{
    /// <summary>Decay of the first moment.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Decay of the second moment.</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>Added to the root of the second moment, before the bias is corrected.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    /// <summary>Decoupled weight decay, taken from the value after the step.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Tensors whose name contains one of these do not decay.</summary>
    public IReadOnlyList<string> NoDecay { get; init; } = ["bias", "LayerNorm.weight", "layer_norm.weight"];

    /// <summary>Global gradient norm above which the gradients are scaled down; 0 switches clipping off.</summary>
    public double ClipNorm { get; init; } = 1.0;

    /// <summary>Factors of the learning rate for tensors whose name begins so; others have the rate as it is.</summary>
    public IReadOnlyDictionary<string, double> RateFactors { get; init; } = new Dictionary<string, double>();

    /// <summary>Gives the tensors whose name begins so a learning rate of their own.</summary>
    /// <param name="prefix">The beginning.</param>
    /// <param name="rate">Their highest rate; null leaves them that of the others.</param>
    /// <param name="others">The highest rate of the others, above 0.</param>
    public AdamWOptions WithRateOf(string prefix, double? rate, double others) =>
        rate is { } own ? this with { RateFactors = new Dictionary<string, double>(RateFactors) { [prefix] = own / others } } : this;

    internal double RateFactor(string name) =>
        RateFactors.FirstOrDefault(factor => name.StartsWith(factor.Key, StringComparison.Ordinal)) is { Key: not null } own ? own.Value : 1;

    internal bool Decays(string name) => WeightDecay != 0 && !NoDecay.Any(part => name.Contains(part, StringComparison.Ordinal));
}
