using System.Runtime.InteropServices;
using Espalier.Graphs;
using Espalier.Kernels.Functions;
using Espalier.Kernels.Lanes;

namespace Espalier.Kernels;

/// <summary>What is the same for all widths of registers: everything but products.</summary>
/// <typeparam name="TLane">A full register.</typeparam>
internal abstract class VectorKernels<TLane> : KernelSet
    where TLane : struct, ILane<TLane>
{
    /// <inheritdoc/>
    public override int Granule => TLane.Count;

    /// <inheritdoc/>
    public override void SetRows(ReadOnlySpan<float> bias, ReadOnlySpan<float> residual, Span<float> y, int width)
    {
        int rows = Rows(y.Length, width);
        Require(bias.IsEmpty || bias.Length == rows, nameof(bias));
        Require(residual.IsEmpty || residual.Length == y.Length, nameof(residual));
        // Rows may be no longer than a register: a call for each would take longer than what it does.
        if (bias.IsEmpty && residual.IsEmpty) y.Clear();
        else if (bias.IsEmpty) residual.CopyTo(y);
        else if (residual.IsEmpty) Elementwise<TLane>.SetRows(ref Start(bias), ref Start(y), rows, width);
        else Elementwise<TLane>.AddToRows(ref Start(residual), ref Start(bias), ref Start(y), rows, width);
    }

    /// <inheritdoc/>
    public override void Activate(ActivationKind kind, Span<float> values)
    {
        Require(values.Length % Granule == 0, nameof(values));
        ref float first = ref Start(values);
        switch (kind)
        {
            case ActivationKind.Gelu: Elementwise<TLane>.Map<Gelu>(ref first, values.Length); break;
            case ActivationKind.QuickGelu: Elementwise<TLane>.Map<QuickGelu>(ref first, values.Length); break;
            case ActivationKind.Relu: Elementwise<TLane>.Map<Relu>(ref first, values.Length); break;
            case ActivationKind.Tanh: Elementwise<TLane>.Map<Tanh>(ref first, values.Length); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> sum)
    {
        Require(sum.Length % Granule == 0 && x.Length == sum.Length && y.Length == sum.Length, nameof(sum));
        Elementwise<TLane>.Add(ref Start(x), ref Start(y), ref Start(sum), sum.Length);
    }

    /// <inheritdoc/>
    public override void Scale(ReadOnlySpan<float> x, float factor, Span<float> product)
    {
        Require(product.Length % Granule == 0 && x.Length == product.Length, nameof(product));
        Elementwise<TLane>.Scale(ref Start(x), factor, ref Start(product), product.Length);
    }

    /// <inheritdoc/>
    public override void Normalise(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, float epsilon, Span<float> y, int width)
    {
        int rows = Rows(y.Length, width), column = 0;
        Require(x.Length == y.Length && gain.Length == rows && bias.Length == rows, nameof(x));
        ref float from = ref Start(x);
        ref float to = ref Start(y);
        for (; column <= width - TLane.Count; column += TLane.Count)
            LaneNorm<TLane>.Run(ref from, ref Start(gain), ref Start(bias), epsilon, ref to, rows, (nuint)width, (nuint)column);
    }

    /// <inheritdoc/>
    public override void Softmax(Span<float> x, float factor, ReadOnlySpan<float> bias, int width)
    {
        int rows = Rows(x.Length, width), column = 0;
        Require(bias.IsEmpty || bias.Length == rows, nameof(bias));
        ref float values = ref Start(x);
        for (; column <= width - TLane.Count; column += TLane.Count) LaneSoftmax<TLane>.Run(ref values, factor, bias, rows, (nuint)width, (nuint)column);
    }

    /// <summary>How many rows of a width numbers are.</summary>
    private protected static int Rows(int length, int width)
    {
        Require(width > 0 && width % TLane.Count == 0 && length % width == 0, nameof(width));
        return length / width;
    }

    /// <summary>Refuses lengths that do not fit each other, as kernels check nothing.</summary>
    private protected static void Require(bool good, string name)
    {
        if (!good) throw new ArgumentException("The lengths do not fit each other.", name);
    }

    /// <summary>The first number.</summary>
    private protected static ref float Start(ReadOnlySpan<float> values) => ref MemoryMarshal.GetReference(values);
}
