using System.Globalization;
using System.Numerics.Tensors;
using Espalier.Checkpoints;
using Espalier.Graphs;
using Espalier.Kernels.Matrices;

namespace Espalier.Execution;

/// <summary>The weights of a program; each is read and packed once, however many operations use it.</summary>
/// <param name="checkpoint">Where they are.</param>
/// <param name="sparseFrom">Matrices of at least this share of zeros are packed without them.</param>
internal sealed class PackedWeights(ITensorSource checkpoint, double sparseFrom)
{
    /// <summary>
    /// The share of zeros from which leaving them out is taken to be faster than multiplying with them. It depends on the machine; the benchmark
    /// <c>kernels --sparsity 0.3 0.4 0.45 0.5</c> measures both.
    /// </summary>
    public const double BreakEven = 0.45;

    private readonly Dictionary<string, PackedMatrix> _matrices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, float[]> _plain = new(StringComparer.Ordinal);

    /// <summary>All matrices so far.</summary>
    public IReadOnlyCollection<PackedMatrix> Matrices => _matrices.Values;

    /// <summary>A matrix to multiply with.</summary>
    /// <exception cref="InputException">It is not in the checkpoint, or not all of it are finite numbers.</exception>
    public PackedMatrix Matrix(Weight weight)
    {
        if (_matrices.TryGetValue(weight.Name, out PackedMatrix? known)) return known;
        float[] values = Read(weight);
        double zeros = 1 - (SparsePacker.CountKept(values) / (double)values.Length);
        PackedMatrix packed = zeros >= sparseFrom
            ? SparsePacker.Pack(values, weight.Rows, weight.Columns)
            : new DenseMatrix(values, weight.Rows, weight.Columns);
        _matrices.Add(weight.Name, packed);
        return packed;
    }

    /// <summary>A vector or table as it is, row-major.</summary>
    /// <exception cref="InputException">It is not in the checkpoint, or not all of it are finite numbers.</exception>
    public float[] Plain(Weight weight)
    {
        if (!_plain.TryGetValue(weight.Name, out float[]? known)) _plain.Add(weight.Name, known = Read(weight));
        return known;
    }

    // One such number would spoil every answer.
    private float[] Read(Weight weight)
    {
        float[] values = weight.Read(checkpoint);
        if (TensorPrimitives.IsFiniteAll<float>(values)) return values;
        int at = Array.FindIndex(values, value => !float.IsFinite(value));
        string place = string.Create(CultureInfo.InvariantCulture, $"weight \"{weight.Name}\", row {at / weight.Columns}, column {at % weight.Columns}");
        throw new InputException(checkpoint.Path, place, string.Create(CultureInfo.InvariantCulture, $"{values[at]}"), "a finite number");
    }
}
