namespace Espalier.Training.Objectives;

/// <summary>Which objective, and its settings. Defaults are those of Si et al. 2023, except that lmh's own parameters learn.</summary>
public sealed record ObjectiveOptions
{
    /// <summary>bce, lmh, rubi, lpf, product, reweight or ce.</summary>
    public string Name { get; init; } = "bce";

    /// <summary>lpf: how strongly expected answers are played down.</summary>
    public double Gamma { get; init; } = 5;

    /// <summary>lmh: weight of the entropy term.</summary>
    public double EntropyWeight { get; init; } = 0.36;

    /// <summary>lmh, product: a fixed smoothing of the prior, above 0; null learns it from sigmoid(-1).</summary>
    public double? Smoothing { get; init; }

    /// <summary>lmh: keeps gate and smoothing as drawn, as the reference does by accident.</summary>
    public bool Frozen { get; init; }

    /// <summary>
    /// rubi, lpf: learns the bias with a question-only branch, as the original methods do, instead of reading the answer prior.
    /// </summary>
    public bool QuestionBranch { get; init; }

    /// <summary>Width of the question-only branch.</summary>
    public int BranchWidth { get; init; } = 1_024;
}
