using Espalier.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Training.Optimization;

/// <summary>
/// The weights behind the scores of whole structures. The straight-through gradient of a structure's score is the sum of those of its weights,
/// dL/dscore = sum over w of dL/d(w m) w, as by the chain rule for a mask m that all of them share.
/// </summary>
/// <param name="block">The structures.</param>
/// <param name="leaves">What the forward pass multiplies with, one for each part of the block.</param>
internal sealed class StructureLeaves(UnitBlock block, IReadOnlyList<Tensor> leaves)
{
    /// <summary>The gradient of the scores, fp32 [units], from those that the backward pass left; null if it reached no weight.</summary>
    public Tensor? Gradient()
    {
        Tensor? sum = null;
        foreach ((UnitPart part, Tensor leaf) in block.Parts.Zip(leaves))
        {
            if (leaf.grad is not { } gradient) continue;
            Tensor each = part.ByUnit(gradient.to_type(ScalarType.Float32) * part.Matrix.Weight, block.Units).sum([0, 2]);
            sum = sum is null ? each : sum + each;
        }
        return sum;
    }

    /// <summary>Forgets the gradients.</summary>
    public void Forget()
    {
        foreach (Tensor leaf in leaves) leaf.grad = null;
    }

    /// <summary>Writes the weights under a mask.</summary>
    /// <param name="mask">0 or 1 for each structure, fp32 [units].</param>
    public void Publish(Tensor mask)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        foreach ((UnitPart part, Tensor leaf) in block.Parts.Zip(leaves))
            leaf.copy_((part.ByUnit(part.Matrix.Weight, block.Units) * mask.view(1, -1, 1)).view(leaf.shape));
    }
}
