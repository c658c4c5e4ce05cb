namespace Espalier.Paper;

/// <summary>The models of the paper's main experiments, and the sparsities that they are compared at (Si et al. 2023, figures 1 and 3 to 5).</summary>
public static class PaperModels
{
    /// <summary>The sparsities of the paper, each a fraction of zeros.</summary>
    public static IReadOnlyList<double> Sparsities { get; } = [0.1, 0.3, 0.5, 0.7, 0.9];

    /// <summary>Without the highest.</summary>
    public static IReadOnlyList<double> To70 { get; } = [0.1, 0.3, 0.5, 0.7];

    /// <summary>Up to the half.</summary>
    public static IReadOnlyList<double> To50 { get; } = [0.1, 0.3, 0.5];

    /// <summary>The objectives of stage 1 and of mask training.</summary>
    public static IReadOnlyList<string> Pairs { get; } = ["bce+bce", "bce+lmh", "lmh+bce", "lmh+lmh", "lpf+lmh", "rubi+lmh", "lmh+lpf"];

    /// <summary>The models that are not pruned.</summary>
    public static IReadOnlyList<string> Full { get; } = ["full bce", "full lmh", "full lpf", "full rubi"];

    /// <summary>A model of <see cref="PaperSweeps.Core"/>.</summary>
    public static PaperCurve Core(string pair) => new(PaperSweeps.Core, pair);

    /// <summary>A pair with magnitude pruning and further fine-tuning in the place of mask training: "bce+omp+lmh".</summary>
    public static string WithOmp(string pair) => pair.Replace("+", "+omp+", StringComparison.Ordinal);
}
