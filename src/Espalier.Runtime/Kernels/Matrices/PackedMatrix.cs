namespace Espalier.Kernels.Matrices;

/// <summary>
/// A weight matrix as a kernel reads it. It is cut into bands of rows, which threads share where there are more threads than panels of activations, and these
/// into blocks of columns. A band's part of a block is multiplied with up to six panels before the next one is looked at: for these it and the block's part of the
/// panels come from main memory or the last cache once, and the band's sums stay in the second-level cache.
/// </summary>
/// <param name="rows">Rows: numbers of an output.</param>
/// <param name="columns">Columns: numbers of an input.</param>
internal abstract class PackedMatrix(int rows, int columns)
{
    /// <summary>Columns of a block: that many rows of a panel stay in the first-level cache.</summary>
    public const int BlockColumns = 128;

    /// <summary>Rows of a band, about. In larger bands neighbours of a sparse block are more alike, so that loops over them are foreseen better; in smaller ones more threads find work.</summary>
    public const int BandRows = 192;

    /// <summary>Bands at least, so that two or four threads have the same to do.</summary>
    public const int FewestBands = 4;

    // Panels that are multiplied with a part of a matrix before the next part, and rows of sums in all of them. With panels of 80 columns that is 240 KiB of a
    // block's activations and 360 KiB of sums, of a second-level cache of 1 MiB; with AVX2, of 48, 144 and 216 KiB of 512. Of larger bands fewer panels go together.
    private const int MostPanels = 6, MostSums = 1152;

    /// <summary>Numbers of an output.</summary>
    public int Rows { get; } = rows;

    /// <summary>Numbers of an input.</summary>
    public int Columns { get; } = columns;

    /// <summary>How many bands there are.</summary>
    public abstract int Bands { get; }

    /// <summary>Bytes in memory.</summary>
    public abstract long ByteLength { get; }

    /// <summary>How many numbers of memory a product needs besides.</summary>
    public abstract int Room { get; }

    /// <summary>Blocks of so many columns.</summary>
    public static int BlocksOf(int columns) => (columns + BlockColumns - 1) / BlockColumns;

    /// <summary>In how many bands so many rows are cut, about.</summary>
    public static int BandsOf(int rows) => Math.Max(FewestBands, (rows + BandRows - 1) / BandRows);

    /// <summary>How many panels are best multiplied together with a band.</summary>
    /// <param name="rows">Rows of the band; a file may have bands of any size.</param>
    public static int PanelsTogether(int rows) => Math.Clamp(MostSums / rows, 1, MostPanels);

    /// <summary>The rows of a band.</summary>
    public abstract (int First, int Count) RowsOf(int band);

    /// <summary>Adds a band's product with some panels.</summary>
    /// <param name="kernels">How to compute.</param>
    /// <param name="band">The band.</param>
    /// <param name="x">The input.</param>
    /// <param name="y">The output, of which the band's rows are added to; its columns lie as those of the input.</param>
    /// <param name="firstPanel">The first panel.</param>
    /// <param name="panels">How many; <see cref="PanelsTogether"/> says how many are best.</param>
    /// <param name="room">Memory for <see cref="Room"/> numbers, which does not move.</param>
    /// <exception cref="ArgumentException">They do not fit each other, or there is no such band or panel.</exception>
    public void AddProduct(KernelSet kernels, int band, Panels x, Panels y, int firstPanel, int panels, Span<float> room)
    {
        if (x.Rows != Columns || y.Rows != Rows || x.Layout != y.Layout || room.Length < Room)
            throw new ArgumentException($"{x.Rows} and {y.Rows} rows of {x.Layout.Columns} and {y.Layout.Columns} columns, and room for {room.Length} numbers, are not what a matrix of {Rows} x {Columns} needs.", nameof(x));
        if ((uint)band >= (uint)Bands || firstPanel < 0 || panels < 0 || panels > x.Layout.Panels - firstPanel)
            throw new ArgumentException($"Band {band} of {Bands}, and {panels} panels from {firstPanel} on of {x.Layout.Panels}, are not all there.", nameof(band));
        (int first, int count) = RowsOf(band);
        for (int column = 0, block = 0; column < Columns; column += BlockColumns, block++)
        {
            ReadOnlySpan<float> weights = Weights(band, block, room);
            int columns = Math.Min(BlockColumns, Columns - column);
            for (int panel = firstPanel; panel < firstPanel + panels; panel++)
                AddPart(kernels, band, block, weights, x.Band(panel, column, columns), y.Band(panel, first, count), y.Layout.Width(panel), panel == firstPanel);
        }
    }

    /// <summary>The weights of a band in a block.</summary>
    /// <param name="band">The band.</param>
    /// <param name="block">The block.</param>
    /// <param name="room">Takes them, if they do not lie in memory as they are multiplied.</param>
    protected abstract ReadOnlySpan<float> Weights(int band, int block, Span<float> room);

    /// <summary>Adds the product of a band's part of a block and a panel.</summary>
    /// <param name="kernels">How to compute.</param>
    /// <param name="band">The band.</param>
    /// <param name="block">The block.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="x">The block's rows of the panel, [columns of the block, width].</param>
    /// <param name="y">The band's rows of the output's panel, [rows of the band, width].</param>
    /// <param name="width">Columns of the panel.</param>
    /// <param name="isNew">Whether the part has not been multiplied with a panel just before.</param>
    protected abstract void AddPart(KernelSet kernels, int band, int block, ReadOnlySpan<float> weights, Span<float> x, Span<float> y, int width, bool isNew);
}
