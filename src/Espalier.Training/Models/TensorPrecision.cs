using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>Casts that cost nothing where there is nothing to cast.</summary>
internal static class TensorPrecision
{
    /// <summary>The tensor itself if it has the type, else a cast that autograd follows back.</summary>
    public static Tensor In(this Tensor tensor, ScalarType type) => tensor.dtype == type ? tensor : tensor.to_type(type);
}
