namespace Espalier.Paper;

/// <summary>A model of the experiments at any sparsity.</summary>
/// <param name="Sweep">One of <see cref="PaperSweeps"/>.</param>
/// <param name="Pair">The objectives of its stages, as in <see cref="PaperSetting.Pair"/>.</param>
/// <param name="Variant">As in <see cref="PaperSetting.Variant"/>.</param>
public sealed record PaperCurve(string Sweep, string Pair, string Variant = "")
{
    /// <summary>The name in tables and pictures: "bce+bce, language".</summary>
    public string Name => Variant.Length == 0 ? Pair : $"{Pair}, {Variant}";

    /// <summary>Whether this is a model that is not pruned, which has one point only.</summary>
    public bool IsFull => Pair.StartsWith("full ", StringComparison.Ordinal);

    /// <summary>The model at a sparsity; a full model is the same at any.</summary>
    public PaperSetting At(double sparsity) => new(Sweep, Pair, IsFull ? 0 : sparsity, Variant);
}
