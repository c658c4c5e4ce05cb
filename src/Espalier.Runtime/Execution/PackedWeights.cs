using System.Globalization;
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
        PackedMatrix packed = Stored(weight) is { } source && source.FindSparse(weight.Name) is { } table && table.Sparsity >= sparseFrom
            ? table.Pack()
            : Pack(weight);
        _matrices.Add(weight.Name, packed);
        return packed;
    }

    /// <summary>A table to look rows up in.</summary>
    /// <exception cref="InputException">It is not in the checkpoint, or not all of it are finite numbers.</exception>
    public IRowTable Table(Weight weight) => Stored(weight)?.Table(weight.Name) ?? new ArrayTable(Plain(weight), weight.Columns);

    /// <summary>A vector or table as it is, row-major.</summary>
    /// <exception cref="InputException">It is not in the checkpoint, or not all of it are finite numbers.</exception>
    public float[] Plain(Weight weight)
    {
        if (_plain.TryGetValue(weight.Name, out float[]? known)) return known;
        float[] values = weight.Read(checkpoint);
        RequireFinite(weight, values);
        _plain.Add(weight.Name, values);
        return values;
    }

    private IPackedSource? Stored(Weight weight) => weight is Weight.Stored ? checkpoint as IPackedSource : null;

    private PackedMatrix Pack(Weight weight)
    {
        ReadOnlySpan<float> values = Stored(weight) is { } source && source.FindSparse(weight.Name) is null ? source.Floats(weight.Name) : weight.Read(checkpoint);
        RequireFinite(weight, values);
        double zeros = 1 - (SparsePacker.CountKept(values) / (double)values.Length);
        return zeros >= sparseFrom ? SparsePacker.Pack(values, weight.Rows, weight.Columns) : new DenseMatrix(values, weight.Rows, weight.Columns);
    }

    private void RequireFinite(Weight weight, ReadOnlySpan<float> values) => FiniteWeights.Require(checkpoint.Path, values,
        at => string.Create(CultureInfo.InvariantCulture, $"weight \"{weight.Name}\", row {at / weight.Columns}, column {at % weight.Columns}"));
}
