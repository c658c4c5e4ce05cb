using Espalier.Architectures;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// A weight matrix and the tensor that the forward pass really multiplies with. The trainer writes <see cref="Effective"/> (the
/// weight, masked and in the compute precision) outside autograd, lets the forward use it as a leaf, and after the backward turns
/// its gradient into that of the weight or of the mask. Masks so cost no autograd nodes and no saved tensors.
/// </summary>
/// <remarks>Not a module, so that TorchSharp does not register the effective tensor as a buffer.</remarks>
public sealed class WeightMatrix
{
    /// <summary>Creates the handle of a layer's weight.</summary>
    /// <param name="weight">The fp32 master, as registered in its module.</param>
    public WeightMatrix(Parameter weight) => Weight = weight;

    /// <summary>The checkpoint's name of the weight, "lxmert.pooler.dense.weight"; set when the model is complete.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>The group that a per-modality allocation puts it in; null if it is never pruned.</summary>
    public Modality? Modality { get; internal set; }

    /// <summary>The fp32 master weight, rows x columns.</summary>
    public Parameter Weight { get; }

    /// <summary>
    /// Whether rows are looked up rather than multiplied. The gradient of a frequent row is then the sum of many small terms, which
    /// bfloat16 would lose: <see cref="Effective"/> stays float32 whatever the compute precision.
    /// </summary>
    public bool IsLookup { get; internal init; }

    /// <summary>The leaf that the forward uses, same shape as <see cref="Weight"/>; null stands for the weight itself.</summary>
    public Tensor? Effective { get; set; }

    /// <summary>What the forward multiplies with.</summary>
    public Tensor Current => Effective ?? Weight;

    /// <summary>Frees <see cref="Effective"/>, so that the weight stands for itself.</summary>
    internal void Clear()
    {
        Effective?.Dispose();
        Effective = null;
    }
}
