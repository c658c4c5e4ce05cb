using Espalier.Checkpoints;
using Espalier.Kernels;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>
/// A matrix of a packed file. Its numbers stay where they lie in the file; what tells where they belong is checked and kept, for kernels do not check what
/// they are given.
/// </summary>
internal abstract class StripTable : SparseTable
{
    private readonly PackedShape _shape;
    private readonly TensorInfo _numbers;
    private readonly StoredValues _values;
    private readonly Lazy<SparseMatrix> _matrix;
    private readonly Lazy<StripPlace[]> _rows;

    /// <summary>Checks how many numbers there are, and their scales.</summary>
    /// <param name="file">The file; it stays open.</param>
    /// <param name="shape">What the parts are.</param>
    /// <param name="kept">How many weights each row keeps in each block.</param>
    /// <exception cref="InputException">The parts do not tell the same.</exception>
    protected StripTable(SafetensorsFile file, PackedShape shape, byte[] kept)
    {
        (File, _shape, _numbers) = (file, shape, file.Tensors[shape.Name + PackedFormat.Strips]);
        Order = new StripOrder(shape.Columns, kept, ReadBands(file, shape));
        if (Order.Length != shape.Places) throw Bad(PackedFormat.Strips, "all rows", $"{shape.Places} numbers", $"{Order.Length}, as what is kept takes");
        Kept = Order.KeptCount();
        Sparsity = 1 - (Kept / ((double)Rows * Columns));
        _values = new StoredValues(file.Mapped(_numbers.Name), shape.Type == TensorType.I8 ? StoredNumbers.Scales(file, shape.Name + PackedFormat.Scales) : []);
        (_matrix, _rows) = (new(MakeMatrix), new(FindRows));
    }

    /// <inheritdoc/>
    public sealed override int Rows => _shape.Rows;

    /// <inheritdoc/>
    public sealed override int Columns => _shape.Columns;

    /// <inheritdoc/>
    public sealed override double Sparsity { get; }

    /// <summary>How many weights are kept.</summary>
    public long Kept { get; }

    /// <summary>The file.</summary>
    protected SafetensorsFile File { get; }

    /// <summary>Where everything belongs.</summary>
    protected StripOrder Order { get; }

    /// <summary>A matrix by its shape.</summary>
    /// <exception cref="InputException">Its parts do not tell the same.</exception>
    public static StripTable Open(SafetensorsFile file, PackedShape shape) => shape.IsBitmap ? new BitTable(file, shape) : new ColumnTable(file, shape);

    /// <inheritdoc/>
    /// <exception cref="InputException">A weight is not finite, or what fills strips is not zero.</exception>
    public sealed override SparseMatrix Matrix() => _matrix.Value;

    /// <summary>Checks what <see cref="Row"/> reads, without leaving it in memory.</summary>
    /// <exception cref="InputException">A weight is not finite, or in no column.</exception>
    public virtual void CheckRows() => StoredNumbers.RequireFinite(File, _numbers);

    /// <inheritdoc/>
    public sealed override ReadOnlySpan<float> Row(int row, Span<float> room)
    {
        Span<float> weights = room[..Columns];
        weights.Clear();
        Span<byte> columns = stackalloc byte[PackedFormat.BlockColumns + BitColumns.Slack];
        ReadOnlySpan<byte> values = _values.Bytes;
        float scale = _values.Scales.Length > 0 ? _values.Scales[row] : 1;
        foreach (StripPlace place in _rows.Value.AsSpan(row * Order.Blocks, Order.Blocks))
        {
            if (place.Kept == 0) continue;
            Span<float> part = weights[(place.Block * PackedFormat.BlockColumns)..];
            WriteColumns(place, columns);
            for (int i = 0, at = place.Start; i < place.Kept; i++, at += place.Step) part[columns[i]] = NarrowValues.Number(_shape.Type, values, at) * scale;
        }
        return weights;
    }

    /// <summary>The columns of all places, each within its block, and 0 where a strip is filled up.</summary>
    /// <returns>Bytes of this program's own: a file that is changed must not lead a kernel astray.</returns>
    /// <exception cref="InputException">They are not those of a matrix.</exception>
    protected abstract byte[] MakeColumns();

    /// <summary>The columns of a row in a block.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="columns">Takes them; longer than a block by <see cref="BitColumns.Slack"/>.</param>
    protected abstract void WriteColumns(StripPlace place, Span<byte> columns);

    /// <summary>What is wrong with a part.</summary>
    protected InputException Bad(string suffix, string place, string found, string expected) => Bad(File, _shape, suffix, place, found, expected);

    /// <summary>What is wrong with a part.</summary>
    protected static InputException Bad(SafetensorsFile file, PackedShape shape, string suffix, string place, string found, string expected) =>
        new(file.Path, $"tensor \"{shape.Name}{suffix}\", {place}", found, expected);

    private static int[] ReadBands(SafetensorsFile file, PackedShape shape)
    {
        long[] rows = file.ReadIntegers(shape.Name + PackedFormat.Bands);
        for (int band = 0; band < rows.Length; band++)
        {
            long end = band + 1 < rows.Length ? rows[band + 1] : shape.Rows;
            if ((band == 0 && rows[0] != 0) || rows[band] < 0 || rows[band] >= end || end > shape.Rows || end - rows[band] > ushort.MaxValue)
            {
                throw Bad(file, shape, PackedFormat.Bands, $"band {band}", $"row {rows[band]}, and {end} after it",
                    $"first rows that ascend from 0 below {shape.Rows}, at most {ushort.MaxValue} apart");
            }
        }
        return Array.ConvertAll(rows, row => (int)row);
    }

    private SparseMatrix MakeMatrix()
    {
        ReadOnlySpan<byte> values = _values.Bytes;
        StoredNumbers.RequireFinite(File, _numbers, values);
        foreach (StripPlace place in Order)
        {
            for (int i = place.Kept; i < place.Length; i++)
            {
                float filling = NarrowValues.Number(_shape.Type, values, place.Start + (i * place.Step));
                if (filling != 0) throw Bad(PackedFormat.Strips, $"number {place.Start + (i * place.Step)}", FormattableString.Invariant($"{filling}"), "0, as it fills a strip");
            }
        }
        return new SparseMatrix(Order, _values, MakeColumns());
    }

    private StripPlace[] FindRows()
    {
        StripPlace[] rows = new StripPlace[Rows * Order.Blocks];
        foreach (StripPlace place in Order) rows[(place.Row * Order.Blocks) + place.Block] = place;
        return rows;
    }
}
