namespace Espalier.Kernels.Matrices;

/// <summary>
/// A weight matrix as a kernel reads it. It is cut into bands of rows, each about as much work and small enough to stay in the second-level cache
/// while the panels of activations pass; threads share the bands among themselves.
/// </summary>
/// <param name="rows">Rows: numbers of an output.</param>
/// <param name="columns">Columns: numbers of an input.</param>
internal abstract class PackedMatrix(int rows, int columns)
{
    /// <summary>Bytes of a band, about: a quarter of the second-level cache of common servers.</summary>
    public const int BandBytes = 256 << 10;

    /// <summary>Bands at least, so that two or four threads have the same to do.</summary>
    public const int FewestBands = 4;

    /// <summary>Numbers of an output.</summary>
    public int Rows { get; } = rows;

    /// <summary>Numbers of an input.</summary>
    public int Columns { get; } = columns;

    /// <summary>How many bands there are.</summary>
    public abstract int Bands { get; }

    /// <summary>Bytes in memory.</summary>
    public abstract long ByteLength { get; }

    /// <summary>The rows of a band.</summary>
    public abstract (int First, int Count) RowsOf(int band);

    /// <summary>Adds a band's product with a panel.</summary>
    /// <param name="kernels">How to compute.</param>
    /// <param name="band">The band.</param>
    /// <param name="x">The panel's part of the input, [columns, width].</param>
    /// <param name="y">The panel's part of the band's rows of the output, [rows of the band, width].</param>
    /// <param name="width">Columns of the panel.</param>
    public abstract void AddProduct(KernelSet kernels, int band, Span<float> x, Span<float> y, int width);
}
