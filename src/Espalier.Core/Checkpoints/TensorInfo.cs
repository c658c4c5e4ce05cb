using System.Globalization;

namespace Espalier.Checkpoints;

/// <summary>What a checkpoint says about one tensor, apart from its values.</summary>
public sealed class TensorInfo
{
    /// <summary>More dimensions than this are refused as nonsense.</summary>
    internal const int MaxRank = 16;

    /// <summary>Describes a tensor.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="type">The element type.</param>
    /// <param name="shape">The dimensions; empty for a scalar. None is negative.</param>
    /// <exception cref="ArgumentException">A dimension is negative, or the sizes overflow.</exception>
    public TensorInfo(string name, TensorType type, IReadOnlyList<long> shape)
    {
        if (!TryCount(shape, type.Size(), out long count))
            throw new ArgumentException($"Tensor \"{name}\" cannot have the shape {ShapeText(shape)}.", nameof(shape));
        (Name, Type, Shape, Count) = (name, type, shape, count);
    }

    /// <summary>The key in the checkpoint, "lxmert.pooler.dense.weight".</summary>
    public string Name { get; }

    /// <summary>The element type.</summary>
    public TensorType Type { get; }

    /// <summary>The dimensions; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>The number of bytes of all elements.</summary>
    public long ByteLength => Count * Type.Size();

    /// <summary>Like "F32 [768, 3072]".</summary>
    public override string ToString() => $"{Type.Name()} {ShapeText(Shape)}";

    /// <summary>Like "[768, 3072]".</summary>
    internal static string ShapeText(IReadOnlyList<long> shape)
    {
        string sizes = string.Join(", ", shape.Take(MaxRank).Select(size => size.ToString(CultureInfo.InvariantCulture)));
        return shape.Count > MaxRank ? $"[{sizes}, ...]" : $"[{sizes}]";
    }

    /// <summary>Multiplies the dimensions; false if one is negative, there are too many, or the byte length overflows.</summary>
    internal static bool TryCount(IReadOnlyList<long> shape, int elementSize, out long count)
    {
        count = 1;
        if (shape.Count > MaxRank) return false;
        // Dimensions that overflow are refused even when another one is zero and would make the product small.
        Int128 product = elementSize;
        foreach (long size in shape)
        {
            if (size < 0) return false;
            count = count == 0 ? 0 : size * count;
            product *= Math.Max(size, 1);
            if (product > long.MaxValue) return false;
        }
        return true;
    }
}
