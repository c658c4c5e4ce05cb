namespace Espalier.Training.Pipeline.Recipes;

/// <summary>Settings of the objectives, the same in each stage.</summary>
public sealed record ObjectiveSettings
{
    /// <summary>LPF's exponent.</summary>
    public double LpfGamma { get; init; } = 5;

    /// <summary>LMH's entropy weight.</summary>
    public double LmhEntropy { get; init; } = 0.36;

    /// <summary>Keeps LMH's own parameters at their random start, as the reference code does.</summary>
    public bool LmhFrozen { get; init; }

    /// <summary>prior (the paper's: answer prior of the question type) or question-only (a trained branch, as in RUBi's and LPF's own papers).</summary>
    public string Bias { get; init; } = "prior";
}
