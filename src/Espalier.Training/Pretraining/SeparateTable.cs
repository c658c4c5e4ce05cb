using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>
/// A word table as a leaf of its own for one step's heads. Its gradient is added to the model's last: the halves of a batch add theirs in either order, and
/// only a sum of two does not depend on it.
/// </summary>
internal sealed class SeparateTable
{
    private readonly WeightMatrix _words;

    public SeparateTable(WeightMatrix words) => (_words, Leaf) = (words, words.Current.detach().clone().requires_grad_());

    /// <summary>[V, H].</summary>
    public Tensor Leaf { get; }

    /// <summary>Adds the leaf's gradient, if it got one, to that of the model's table.</summary>
    public void GiveBack()
    {
        if (Leaf.grad is { } gradient) _words.Current.grad = _words.Current.grad is { } before ? before.add_(gradient) : gradient;
    }
}
