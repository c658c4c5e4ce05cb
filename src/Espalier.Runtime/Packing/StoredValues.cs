using Espalier.Checkpoints;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>The numbers of a matrix where they lie in the file, which is mapped into memory.</summary>
/// <param name="file">The file; it stays open.</param>
/// <param name="tensor">The numbers.</param>
/// <param name="scales">What each row's are multiplied with; empty unless they are I8.</param>
internal sealed class StoredValues(SafetensorsFile file, TensorInfo tensor, float[] scales) : StripValues(tensor.Type, scales)
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Bytes => file.Bytes(tensor.Name);
}
