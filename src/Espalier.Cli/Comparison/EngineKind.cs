namespace Espalier.Cli.Comparison;

/// <summary>The runtimes.</summary>
internal enum EngineKind
{
    /// <summary>Our own, which leaves zeros out.</summary>
    Packed,

    /// <summary>The trained model itself, in libtorch.</summary>
    Torch,

    /// <summary>The exported model, in ONNX Runtime.</summary>
    Onnx,
}
