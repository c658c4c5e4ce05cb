using System.Runtime.CompilerServices;
using Espalier.Checkpoints;

namespace Espalier.Kernels.Matrices;

/// <summary>
/// A matrix with its zeros of BF16 or I8, which stays where it is stored, row by row. A band's part of a block is widened at a time, which costs
/// little beside what is computed with it.
/// </summary>
internal sealed class NarrowMatrix : PackedMatrix
{
    private readonly MatrixValues _values;
    private readonly float[] _scales;
    private readonly DenseBands _bands;

    /// <summary>Takes what is stored.</summary>
    /// <param name="values">The weights, row-major.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="factor">What all weights are multiplied with.</param>
    public NarrowMatrix(MatrixValues values, int rows, int columns, float factor = 1)
        : base(rows, columns)
    {
        // Kernels do not look again.
        if (values.Type is not (TensorType.BF16 or TensorType.I8) || values.Bytes.Length != (long)rows * columns * values.Type.Size() || values.Scales.Length != (values.Type == TensorType.I8 ? rows : 0))
            throw new ArgumentException($"{values.Bytes.Length} bytes of {values.Type.Name()} are no matrix of {rows} x {columns}.", nameof(values));
        _values = values;
        _scales = new float[rows];
        for (int row = 0; row < rows; row++) _scales[row] = factor * (values.Type == TensorType.I8 ? values.Scales[row] : 1);
        _bands = new DenseBands(rows);
    }

    /// <inheritdoc/>
    public override int Bands => _bands.Count;

    /// <inheritdoc/>
    public override long ByteLength => _values.Type.Size() * (long)Rows * Columns;

    /// <inheritdoc/>
    public override int Room => _bands.MostRows * Math.Min(BlockColumns, Columns);

    /// <inheritdoc/>
    public override (int First, int Count) RowsOf(int band) => _bands.RowsOf(band);

    /// <summary>A row.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="room">Takes it.</param>
    public ReadOnlySpan<float> Row(int row, Span<float> room)
    {
        Widen(row, 1, 0, Columns, room);
        return room[..Columns];
    }

    /// <inheritdoc/>
    protected override ReadOnlySpan<float> Weights(int band, int block, Span<float> room)
    {
        (int first, int count) = RowsOf(band);
        int column = block * BlockColumns, columns = Math.Min(BlockColumns, Columns - column);
        Widen(first, count, column, columns, room);
        return room[..(count * columns)];
    }

    /// <inheritdoc/>
    protected override void AddPart(KernelSet kernels, int band, int block, ReadOnlySpan<float> weights, Span<float> x, Span<float> y, int width, bool isNew) =>
        kernels.AddProduct(weights, x.Length / width, 1, x, y, width);

    // Row by row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Widen(int first, int rows, int column, int columns, Span<float> room)
    {
        ReadOnlySpan<byte> bytes = _values.Bytes;
        TensorType type = _values.Type;
        (int size, int stride) = (type.Size(), Columns * type.Size());
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<byte> part = bytes.Slice(((first + row) * stride) + (column * size), columns * size);
            // What is needed next lies behind it, where the processor does not look by itself.
            Prefetch.Behind(part, part.Length);
            NarrowValues.Widen(type, part, _scales[first + row], room.Slice(row * columns, columns));
        }
    }
}
