using Espalier.Checkpoints;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>The numbers of a matrix where they lie in the file, which is mapped into memory and stays open.</summary>
/// <param name="numbers">The numbers.</param>
/// <param name="scales">What each row's are multiplied with; empty unless they are I8.</param>
internal sealed class StoredValues(MappedTensor numbers, float[] scales) : MatrixValues(numbers.Info.Type, scales)
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Bytes => numbers.Bytes;
}
