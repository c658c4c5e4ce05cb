using System.Globalization;
using Espalier.Checkpoints;
using Espalier.Graphs;
using Espalier.Kernels.Matrices;
using Espalier.Threads;

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
    private readonly Dictionary<string, IRowTable> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, float[]> _plain = new(StringComparer.Ordinal);

    /// <summary>All matrices so far.</summary>
    public IReadOnlyCollection<PackedMatrix> Matrices => _matrices.Values;

    /// <summary>Reads all matrices and tables of a graph ahead, several at a time.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="team">Who does it.</param>
    /// <exception cref="InputException">One is not in the checkpoint, or not all of it are finite numbers.</exception>
    public void ReadAll(Graph graph, WorkerTeam team)
    {
        Weight[] matrices = Largest(graph.Operations.OfType<Operation.Linear>().Select(linear => linear.Matrix));
        Weight[] tables = Largest(graph.Operations.OfType<Operation.Embedding>().Select(words => words.Table));
        (PackedMatrix[] packed, IRowTable[] found) = (new PackedMatrix[matrices.Length], new IRowTable[tables.Length]);
        team.Run(new Reading(part =>
        {
            if (part < tables.Length) found[part] = ReadTable(tables[part]);
            else packed[part - tables.Length] = ReadMatrix(matrices[part - tables.Length]);
        }), matrices.Length + tables.Length);
        for (int i = 0; i < matrices.Length; i++) _matrices[matrices[i].Name] = packed[i];
        for (int i = 0; i < tables.Length; i++) _tables[tables[i].Name] = found[i];
    }

    /// <summary>A matrix to multiply with.</summary>
    /// <exception cref="InputException">It is not in the checkpoint, or not all of it are finite numbers.</exception>
    public PackedMatrix Matrix(Weight weight) => Once(_matrices, weight, ReadMatrix);

    /// <summary>A table to look rows up in.</summary>
    /// <exception cref="InputException">It is not in the checkpoint, or not all of it are finite numbers.</exception>
    public IRowTable Table(Weight weight) => Once(_tables, weight, ReadTable);

    /// <summary>A vector or table as it is, row-major.</summary>
    /// <exception cref="InputException">It is not in the checkpoint, or not all of it are finite numbers.</exception>
    public float[] Plain(Weight weight) => Once(_plain, weight, ReadPlain);

    private static T Once<T>(Dictionary<string, T> known, Weight weight, Func<Weight, T> read)
    {
        if (!known.TryGetValue(weight.Name, out T? value)) known.Add(weight.Name, value = read(weight));
        return value;
    }

    // The largest first, so that no thread is left with one at the end.
    private static Weight[] Largest(IEnumerable<Weight> weights) =>
        [.. weights.DistinctBy(weight => weight.Name).OrderByDescending(weight => (long)weight.Rows * weight.Columns)];

    private IPackedSource? Stored(Weight weight) => weight is Weight.Stored ? checkpoint as IPackedSource : null;

    private PackedMatrix ReadMatrix(Weight weight)
    {
        if (Stored(weight)?.FindSparse(weight.Name) is { } stored && stored.Sparsity >= sparseFrom) return stored.Matrix();
        if (ReadNarrow(weight) is { } narrow) return narrow;
        float[] values = ReadPlain(weight);
        double zeros = 1 - (SparsePacker.CountKept(values) / (double)values.Length);
        return zeros >= sparseFrom ? SparsePacker.Pack(values, weight.Rows, weight.Columns) : new DenseMatrix(values, weight.Rows, weight.Columns);
    }

    // A matrix that is stored as BF16 or I8 with its zeros stays where it is.
    private NarrowMatrix? ReadNarrow(Weight weight)
    {
        string? tensor = weight switch { Weight.Stored => weight.Name, Weight.Normalised normalised => normalised.Direction, _ => null };
        if (tensor is null || (checkpoint as IPackedSource)?.FindNarrow(tensor) is not { } values) return null;
        if (values.Bytes.Length != (long)weight.Rows * weight.Columns * values.Type.Size()) return null;
        NarrowMatrix matrix = new(values, weight.Rows, weight.Columns);
        float[] row = new float[weight.Columns];
        if (weight is Weight.Normalised direction)
        {
            double squares = 0;
            for (int i = 0; i < matrix.Rows; i++) squares += Weight.Normalised.SumOfSquares(matrix.Row(i, row));
            matrix = new NarrowMatrix(values, weight.Rows, weight.Columns, direction.Factor(checkpoint, squares));
        }
        for (int i = 0; i < matrix.Rows; i++) RequireFinite(weight, matrix.Row(i, row), i);
        return matrix;
    }

    private IRowTable ReadTable(Weight weight) => Stored(weight)?.Table(weight.Name) ?? new ArrayTable(ReadPlain(weight), weight.Columns);

    private float[] ReadPlain(Weight weight)
    {
        float[] values = weight.Read(checkpoint);
        RequireFinite(weight, values, 0);
        return values;
    }

    private void RequireFinite(Weight weight, ReadOnlySpan<float> rows, int first) => FiniteWeights.Require(checkpoint.Path, rows,
        at => string.Create(CultureInfo.InvariantCulture, $"weight \"{weight.Name}\", row {first + (at / weight.Columns)}, column {at % weight.Columns}"));

    private sealed class Reading(Action<int> read) : IParallelJob
    {
        public void Run(int part, int worker) => read(part);
    }
}
