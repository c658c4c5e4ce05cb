using Espalier.Sparsity;
using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Training;

/// <summary>Makes, fills and removes the tensors that a model's forward pass uses in place of its weights.</summary>
public static class EffectiveWeights
{
    /// <summary>Lets the model compute with its weights themselves.</summary>
    public static void Clear(VqaBackbone model)
    {
        foreach (WeightMatrix matrix in model.Matrices) matrix.Clear();
    }

    /// <summary>
    /// Writes each weight, masked if it has a mask, in the model's compute precision. The weights are not changed. For evaluation; stages make
    /// their own.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="masks">Masks by the names of weights; null for a dense model.</param>
    /// <exception cref="ArgumentException">A mask is for no matrix of the model, or has another shape.</exception>
    public static void Write(VqaBackbone model, MaskSet? masks = null)
    {
        Require(model, masks);
        using IDisposable frozen = no_grad();
        foreach (WeightMatrix matrix in model.Matrices)
        {
            matrix.Clear();
            MatrixMask? mask = masks?.Masks.GetValueOrDefault(matrix.Name);
            ScalarType type = ComputeType(model, matrix);
            if (mask is null && type == ScalarType.Float32) continue;
            using Tensor? factor = mask is null ? null : AsTensor(mask, matrix.Weight.device);
            using Tensor? masked = factor is null ? null : matrix.Weight * factor;
            matrix.Effective = (masked ?? matrix.Weight).to(type, copy: true).DetachFromDisposeScope();
        }
    }

    /// <summary>A new leaf for a matrix, of zeros, that gathers gradients.</summary>
    internal static Tensor CreateLeaf(VqaBackbone model, WeightMatrix matrix)
    {
        matrix.Clear();
        Tensor leaf = zeros_like(matrix.Weight, ComputeType(model, matrix), requires_grad: false).DetachFromDisposeScope();
        leaf.requires_grad = true;
        matrix.Effective = leaf;
        return leaf;
    }

    /// <summary>The precision of a matrix in the forward pass.</summary>
    internal static ScalarType ComputeType(VqaBackbone model, WeightMatrix matrix) => matrix.IsLookup ? ScalarType.Float32 : model.ComputeType;

    /// <summary>A mask as fp32 zeros and ones.</summary>
    internal static Tensor AsTensor(MatrixMask mask, Device device)
    {
        float[] values = new float[mask.Bits.Length];
        mask.Bits.CopyTo(values);
        return tensor(values, [.. mask.Shape], device: device);
    }

    /// <summary>Checks that masks are for matrices of a model.</summary>
    internal static void Require(VqaBackbone model, MaskSet? masks)
    {
        if (masks is null) return;
        Dictionary<string, WeightMatrix> matrices = model.Matrices.ToDictionary(matrix => matrix.Name);
        foreach (MatrixMask mask in masks.Masks.Values)
        {
            if (!matrices.TryGetValue(mask.Name, out WeightMatrix? matrix))
                throw new ArgumentException($"The mask \"{mask.Name}\" is for no matrix of the model.", nameof(masks));
            if (!matrix.Weight.shape.SequenceEqual(mask.Shape))
                throw new ArgumentException(
                    $"The mask \"{mask.Name}\" is [{string.Join(", ", mask.Shape)}], its matrix [{string.Join(", ", matrix.Weight.shape)}].", nameof(masks));
        }
    }
}
