namespace Espalier.Training.Pipeline.Plans;

/// <summary>
/// One of the three stages of Si et al. 2023 to run: fine-tuning, compression, or fine-tuning under a mask. Variants with the same beginning share nodes.
/// </summary>
/// <param name="Stage">1, 2 or 3.</param>
/// <param name="Slug">The stages so far, "lpf+lmh"; names the folder "stage2/lpf+lmh" and is unique within its stage.</param>
/// <param name="What">The objective of this stage, or omp or random for a one-shot stage 2.</param>
/// <param name="Parent">The stage that it starts from; null starts from the pre-trained model.</param>
public sealed record StageNode(int Stage, string Slug, string What, StageNode? Parent)
{
    /// <summary>The node's folder inside the run folder.</summary>
    public string Folder => $"stage{Stage}/{Slug}";

    /// <summary>Whether this is a stage 2 that needs no training.</summary>
    public bool OneShot => Stage == 2 && (What is "omp" or "random");

    /// <summary>
    /// The model's name as Si et al. 2023 write it: "full lpf", "lpf+lmh"; magnitude pruning that starts from bce and is then
    /// fine-tuned is "omp+lmh".
    /// </summary>
    public string Id => Stage switch
    {
        1 => $"full {What}",
        3 when Parent is { OneShot: true, Parent.Slug: "bce" } => $"{Parent.What}+{What}",
        _ => Slug,
    };
}
