namespace Espalier.Paper;

/// <summary>A model of the experiments at any sparsity.</summary>
/// <param name="Sweep">One of <see cref="PaperSweeps"/>.</param>
/// <param name="Pair">The objectives of its stages, as in <see cref="PaperSetting.Pair"/>.</param>
/// <param name="Variant">As in <see cref="PaperSetting.Variant"/>; of a full model, the epochs of a longer training.</param>
public sealed record PaperCurve(string Sweep, string Pair, string Variant = "")
{
    /// <summary>The name in tables and pictures: "bce+bce, language", "full bce, 9 epochs".</summary>
    public string Name => (Variant.Length, IsFull) switch
    {
        (0, _) => Pair,
        (_, true) => $"{Pair}, {Variant} epochs",
        _ => $"{Pair}, {Variant}",
    };

    /// <summary>Whether this is a model that is not pruned, which has one point only.</summary>
    public bool IsFull => Pair.StartsWith("full ", StringComparison.Ordinal);

    /// <summary>The model at a sparsity; a full model is the same at any.</summary>
    public PaperSetting At(double sparsity) => new(Sweep, Pair, IsFull ? 0 : sparsity, Variant);

    /// <summary>
    /// This full model, trained as long as a sparse one in all: 6 epochs as stage 1 and fine-tuning after magnitude pruning, 9 as stage 1 and mask training.
    /// </summary>
    public PaperCurve TrainedAsLongAs(PaperCurve sparse) => this with
    {
        Sweep = Sweep == PaperSweeps.Core ? PaperSweeps.Longer : Sweep,
        Variant = sparse.Pair.Contains("+omp+", StringComparison.Ordinal) ? "6" : "9",
    };
}
