using static TorchSharp.torch;

namespace Espalier.Training.Training.Optimization;

/// <summary>
/// A tensor that the optimizer moves, and the leaf through which its gradient comes: itself, its copy in the compute precision, or the weights
/// that it masks. The gradient of the value is that of the leaf times <see cref="Factor"/>. For the score of a masked weight this is the
/// straight-through estimate dL/dscore = dL/d(W m) W (Si et al. 2023, eq. 2 and what follows it).
/// </summary>
public sealed class TrainedTensor
{
    /// <summary>The name in checkpoints.</summary>
    public required string Name { get; init; }

    /// <summary>The fp32 value.</summary>
    public required Tensor Value { get; init; }

    /// <summary>What the forward pass uses and autograd writes a gradient to, of the same shape.</summary>
    public required Tensor Leaf { get; init; }

    /// <summary>What the leaf's gradient is multiplied by, fp32 of the same shape; null stands for ones.</summary>
    public Tensor? Factor { get; init; }

    /// <summary>
    /// Where a score stands for a whole structure, its weights: autograd writes gradients to their leaves, and <see cref="Leaf"/> is the mask of the structures.
    /// </summary>
    internal StructureLeaves? Structures { get; init; }

    /// <summary>How the leaf follows from the value.</summary>
    public Publication Publication { get; init; }

    /// <summary>With <see cref="Publication.Threshold"/>: scores strictly above it keep their weight.</summary>
    public float Threshold { get; set; }

    /// <summary>Whether this is the real-valued mask of a matrix, which may have a learning rate of its own.</summary>
    public bool IsMask { get; init; }
}
