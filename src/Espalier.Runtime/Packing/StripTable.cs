using System.Runtime.CompilerServices;
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
    private readonly MappedTensor _numbers;
    private readonly StoredValues _values;

    /// <summary>Checks how many numbers there are, and their scales.</summary>
    /// <param name="file">The file; it stays open.</param>
    /// <param name="shape">What the parts are.</param>
    /// <param name="kept">How many weights each row keeps in each block.</param>
    /// <exception cref="InputException">The parts do not tell the same.</exception>
    protected StripTable(SafetensorsFile file, PackedShape shape, byte[] kept)
    {
        (File, _shape, _numbers) = (file, shape, file.Mapped(shape.Name + PackedFormat.Strips));
        Order = new StripOrder(shape.Columns, kept, ReadBands(file, shape));
        if (Order.Lists.Length != shape.Places) throw Bad(PackedFormat.Strips, "all rows", $"{shape.Places} numbers", $"{Order.Lists.Length}, as what is kept takes");
        Kept = Order.KeptCount();
        Sparsity = 1 - (Kept / ((double)Rows * Columns));
        _values = new StoredValues(_numbers, shape.Type == TensorType.I8 ? StoredNumbers.Scales(file, shape.Name + PackedFormat.Scales) : []);
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
    public sealed override SparseMatrix Matrix()
    {
        StoredNumbers.RequireFinite(File, _numbers.Info, _values.Bytes);
        return new SparseMatrix(Order, _values, MakeColumns(_values.Bytes));
    }

    /// <summary>Checks what <see cref="Row"/> reads, without leaving it in memory.</summary>
    /// <exception cref="InputException">A weight is not finite, or in no column.</exception>
    public virtual void CheckRows() => StoredNumbers.RequireFinite(File, _numbers.Info);

    /// <inheritdoc/>
    /// <remarks>It is read from the file: what is seen of a mapped one comes in many pages at a time and stays in memory, and few rows are needed.</remarks>
    /// <exception cref="InputException">The file has been changed.</exception>
    public sealed override ReadOnlySpan<float> Row(int row, Span<float> room)
    {
        Span<float> weights = room[..Columns];
        weights.Clear();
        Span<byte> columns = stackalloc byte[PackedFormat.BlockColumns + BitColumns.Slack], numbers = stackalloc byte[SparseMatrix.StripRows * PackedFormat.BlockColumns * sizeof(float)];
        (int size, float scale) = (_shape.Type.Size(), _values.Scales.Length > 0 ? _values.Scales[row] : 1);
        foreach (StripPlace place in Order.PlacesOf(row))
        {
            _numbers.Read((long)place.Start * size, numbers[..(place.Reach * size)]);
            ReadColumns(place, columns);
            Span<float> part = weights.Slice(place.Block * PackedFormat.BlockColumns, PackedFormat.WidthOf(Columns, place.Block));
            for (int i = 0; i < place.Kept; i++) part[columns[i]] = NarrowValues.Number(_shape.Type, numbers, i * place.Step) * scale;
        }
        return weights;
    }

    /// <summary>All weights with their zeros.</summary>
    /// <param name="weights">Takes them, row by row.</param>
    /// <exception cref="InputException">They are in no columns, or what fills strips is not zero.</exception>
    public void Read(Span<float> weights)
    {
        weights[..(Rows * Columns)].Clear();
        ReadOnlySpan<byte> values = _values.Bytes;
        byte[] columns = MakeColumns(values);
        foreach (StripPlace place in Order)
        {
            float scale = _values.Scales.Length > 0 ? _values.Scales[place.Row] : 1;
            Span<float> part = weights[((place.Row * Columns) + (place.Block * PackedFormat.BlockColumns))..];
            for (int i = 0, at = place.Start; i < place.Kept; i++, at += place.Step) part[columns[at]] = NarrowValues.Number(_shape.Type, values, at) * scale;
        }
    }

    /// <summary>The columns of all places, each within its block, and 0 where a strip is filled up.</summary>
    /// <param name="numbers">The numbers in them, to see that nothing but zeros fills strips; none, if that is not to be looked at.</param>
    /// <returns>Bytes of this program's own: a file that is changed must not lead a kernel astray.</returns>
    /// <exception cref="InputException">They are not those of a matrix, or something else fills a strip.</exception>
    protected abstract byte[] MakeColumns(ReadOnlySpan<byte> numbers);

    /// <summary>Refuses what fills a strip behind a row's weights, if it is not zero.</summary>
    /// <param name="place">Where the row is.</param>
    /// <param name="numbers">As for <see cref="MakeColumns"/>.</param>
    /// <exception cref="InputException">It is not.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void RequireZeros(in StripPlace place, ReadOnlySpan<byte> numbers)
    {
        if (place.Kept < place.Length && !numbers.IsEmpty) CheckFilling(place, numbers);
    }

    /// <summary>Reads the columns of a row in a block.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="columns">Takes them; longer than a block by <see cref="BitColumns.Slack"/>.</param>
    /// <exception cref="InputException">They are not those that have been checked.</exception>
    protected abstract void ReadColumns(StripPlace place, Span<byte> columns);

    /// <summary>What is wrong where a part is read again.</summary>
    protected InputException Changed(string suffix, StripPlace place) =>
        Bad(suffix, $"row {place.Row}, block {place.Block}", "other ones than before", "a file that is not changed while it is open");

    /// <summary>What is wrong with a part.</summary>
    protected InputException Bad(string suffix, string place, string found, string expected) => Bad(File, _shape, suffix, place, found, expected);

    /// <summary>What is wrong with a part.</summary>
    protected static InputException Bad(SafetensorsFile file, PackedShape shape, string suffix, string place, string found, string expected) =>
        new(file.Path, $"tensor \"{shape.Name}{suffix}\", {place}", found, expected);

    private void CheckFilling(StripPlace place, ReadOnlySpan<byte> numbers)
    {
        for (int i = place.Kept; i < place.Length; i++)
        {
            float filling = NarrowValues.Number(_shape.Type, numbers, place.Start + (i * place.Step));
            if (filling != 0) throw Bad(PackedFormat.Strips, $"number {place.Start + (i * place.Step)}", FormattableString.Invariant($"{filling}"), "0, as it fills a strip");
        }
    }

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
}
