using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Espalier.Graphs;
using Espalier.Kernels.Lanes;
using Espalier.Kernels.Matrices;

namespace Espalier.Kernels;

/// <summary>
/// All kernels for one kind of vector registers. Values are panels as <see cref="PanelLayout"/> lays them out, so that a row's columns are neighbours
/// and each operation on rows is one on vectors.
/// </summary>
internal abstract class KernelSet
{
    /// <summary>The sets that this machine can run, the best first. The portable one is always among them.</summary>
    public static IReadOnlyList<KernelSet> Supported { get; } =
    [
        // The widest panel is such that 128 rows of it stay in the first-level cache: 40 KiB of 48 where there is AVX-512, 24 of 32 with AVX2. The sums of four
        // such rows fill twenty of 32 registers, or of two rows twelve of sixteen.
        .. Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? [new LaneKernels<Lane512>("AVX-512", 5)] : Array.Empty<KernelSet>(),
        .. Vector256.IsHardwareAccelerated && Fma.IsSupported && Avx2.IsSupported ? [new LaneKernels<Lane256>("AVX2", 6)] : Array.Empty<KernelSet>(),
        new LaneKernels<LaneAny>($"portable, {Vector<float>.Count} numbers", 8),
    ];

    /// <summary>The set that is used.</summary>
    public static KernelSet Best { get; } = Supported[0];

    /// <summary>What it is for.</summary>
    public abstract string Name { get; }

    /// <summary>Widths of panels are multiples of this.</summary>
    public abstract int Granule { get; }

    /// <summary>The widest panel.</summary>
    public abstract int WidestPanel { get; }

    /// <summary>Lays columns out for these kernels.</summary>
    public PanelLayout Layout(int columns) => new(columns, Granule, WidestPanel);

    /// <summary>Adds the product of a part of a sparse matrix and a panel.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="band">The band.</param>
    /// <param name="block">The block.</param>
    /// <param name="weights">The weights of that part, in their order, in memory that does not move.</param>
    /// <param name="x">The block's rows of the panel, [columns of the block, width].</param>
    /// <param name="y">The band's rows of the output's panel, [rows of the band, width].</param>
    /// <param name="width">A multiple of the granule, at most the widest panel.</param>
    /// <param name="isNew">Whether weights may come from main memory, so that those behind them are asked for ahead.</param>
    public abstract void AddSparse(SparseMatrix matrix, int band, int block, ReadOnlySpan<float> weights, Span<float> x, Span<float> y, int width, bool isNew);

    /// <summary>Adds a X to Y, where a is a small matrix whose numbers may lie in either order.</summary>
    /// <param name="a">The matrix: its number (i, k) is at i * aRow + k * aStep.</param>
    /// <param name="aRow">From a row of it to the next.</param>
    /// <param name="aStep">From a column of it to the next.</param>
    /// <param name="x">[columns of a, width].</param>
    /// <param name="y">[rows of a, width].</param>
    /// <param name="width">A multiple of the granule, at most the widest panel.</param>
    public abstract void AddProduct(ReadOnlySpan<float> a, int aRow, int aStep, ReadOnlySpan<float> x, Span<float> y, int width);

    /// <summary>Sets each row to one number, its bias, plus what it is to be added to.</summary>
    /// <param name="bias">A number for each row; 0 if empty.</param>
    /// <param name="residual">[rows, width]; 0 if empty.</param>
    /// <param name="y">[rows, width].</param>
    /// <param name="width">A multiple of the granule.</param>
    public abstract void SetRows(ReadOnlySpan<float> bias, ReadOnlySpan<float> residual, Span<float> y, int width);

    /// <summary>Applies a function to each number, in place.</summary>
    public abstract void Activate(ActivationKind kind, Span<float> values);

    /// <summary>Adds number by number.</summary>
    public abstract void Add(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> sum);

    /// <summary>Multiplies each number.</summary>
    public abstract void Scale(ReadOnlySpan<float> x, float factor, Span<float> product);

    /// <summary>Brings each column to mean 0 and variance 1, times a gain for each row, plus a bias for each row.</summary>
    /// <param name="x">[rows, width].</param>
    /// <param name="gain">A number for each row.</param>
    /// <param name="bias">A number for each row.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="y">[rows, width]; it may be x.</param>
    /// <param name="width">A multiple of the granule.</param>
    public abstract void Normalise(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, float epsilon, Span<float> y, int width);

    /// <summary>softmax(factor x + bias) of each column, in place.</summary>
    /// <param name="x">[rows, width].</param>
    /// <param name="factor">What numbers are multiplied with first.</param>
    /// <param name="bias">What is added then, a number for each row; 0 if empty.</param>
    /// <param name="width">A multiple of the granule.</param>
    public abstract void Softmax(Span<float> x, float factor, ReadOnlySpan<float> bias, int width);
}
