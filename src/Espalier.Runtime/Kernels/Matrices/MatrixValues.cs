using System.Runtime.InteropServices;
using Espalier.Checkpoints;

namespace Espalier.Kernels.Matrices;

/// <summary>The numbers of a matrix as they are stored. Kernels read them where they lie, which must be memory that does not move.</summary>
/// <param name="type">F32, BF16 or I8.</param>
/// <param name="scales">What the numbers of each row are to be multiplied with; empty unless they are I8.</param>
internal abstract class MatrixValues(TensorType type, float[] scales)
{
    /// <summary>F32, BF16 or I8.</summary>
    public TensorType Type => type;

    /// <summary>What the numbers of each row are to be multiplied with; empty unless they are I8.</summary>
    public float[] Scales => scales;

    /// <summary>All numbers.</summary>
    public abstract ReadOnlySpan<byte> Bytes { get; }

    /// <summary>All numbers, of F32.</summary>
    public ReadOnlySpan<float> Floats => MemoryMarshal.Cast<byte, float>(Bytes);

    /// <summary>Numbers in memory.</summary>
    /// <param name="memory">They.</param>
    public sealed class Owned(AlignedMemory memory) : MatrixValues(TensorType.F32, [])
    {
        /// <inheritdoc/>
        public override ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(memory.Span);
    }
}
