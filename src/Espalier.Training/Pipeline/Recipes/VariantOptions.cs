namespace Espalier.Training.Pipeline.Recipes;

/// <summary>One model of a comparison: which objective or method each stage takes; the rest is in the recipe's stage blocks.</summary>
public sealed record VariantOptions
{
    /// <summary>Stage 1's objective; null starts stage 2 from the pre-trained model ("noFT").</summary>
    public string? Stage1 { get; init; }

    /// <summary>Mask training with this objective, or omp, or random; null keeps the full model.</summary>
    public string? Stage2 { get; init; }

    /// <summary>Stage 3's objective; null ends after stage 2.</summary>
    public string? Stage3 { get; init; }
}
