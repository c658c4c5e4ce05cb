using Espalier.Checkpoints;

namespace Espalier.Sparsity;

/// <summary>The mask of one matrix, with its shape.</summary>
public sealed class MatrixMask
{
    /// <summary>Names and shapes a mask.</summary>
    /// <param name="name">The name of the weight, "lxmert.pooler.dense.weight".</param>
    /// <param name="shape">The shape of the weight, at least one dimension.</param>
    /// <param name="bits">A bit for each weight, row-major.</param>
    /// <exception cref="ArgumentException">The shape has another number of weights than the mask.</exception>
    public MatrixMask(string name, IReadOnlyList<long> shape, BitMask bits)
    {
        if (shape.Count == 0 || !TensorInfo.TryCount(shape, 1, out long count) || count != bits.Length)
            throw new ArgumentException(
                $"The mask of \"{name}\" has {bits.Length} weights, which is not the shape {TensorInfo.ShapeText(shape)}.", nameof(shape));
        (Name, Shape, Bits) = (name, shape, bits);
    }

    /// <summary>The name of the weight.</summary>
    public string Name { get; }

    /// <summary>The shape of the weight.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>A bit for each weight, row-major.</summary>
    public BitMask Bits { get; }
}
