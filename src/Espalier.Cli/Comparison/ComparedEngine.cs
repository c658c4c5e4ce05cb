using Espalier.Checkpoints;

namespace Espalier.Cli.Comparison;

/// <summary>A runtime, and what it multiplies.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Kind">The runtime.</param>
/// <param name="Type">F32, BF16 or I8: packed weights, which kernels widen to fp32; what libtorch computes in; both sides of ONNX Runtime's products.</param>
/// <param name="Tolerance">How far its logits may be from those of libtorch in fp32, as a share of the largest; what computes further away computes something else.</param>
internal sealed record ComparedEngine(string Name, EngineKind Kind, TensorType Type, double Tolerance)
{
    // Rounding to 8 bits is an error of a few thousandths in each layer, and ONNX Runtime rounds states as well as weights, these to 7 bits.
    private const double Exact = 1e-4, Rounded = 0.05, RoundedTwice = 0.1;

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<ComparedEngine> All { get; } =
    [
        new("packed", EngineKind.Packed, TensorType.F32, Exact),
        new("packed-bf16", EngineKind.Packed, TensorType.BF16, Rounded),
        new("packed-int8", EngineKind.Packed, TensorType.I8, Rounded),
        new("torch", EngineKind.Torch, TensorType.F32, Exact),
        new("torch-bf16", EngineKind.Torch, TensorType.BF16, Rounded),
        new("onnx", EngineKind.Onnx, TensorType.F32, Exact),
        new("onnx-int8", EngineKind.Onnx, TensorType.I8, RoundedTwice),
    ];

    /// <summary>Whether it multiplies with zeros as with other numbers, so that sparsity is nothing to it.</summary>
    public bool IsDense => Kind != EngineKind.Packed;

    /// <summary>Whether speed may be told by it: dense and in fp32.</summary>
    public bool IsYardstick => IsDense && Type == TensorType.F32;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
