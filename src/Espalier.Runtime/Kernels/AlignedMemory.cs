using System.Runtime.InteropServices;

namespace Espalier.Kernels;

/// <summary>
/// Numbers that begin on a cache line and stay where they are, so that no vector lies across two lines. They begin as zeros.
/// </summary>
internal sealed class AlignedMemory
{
    /// <summary>Numbers of a cache line.</summary>
    public const int Line = 16;

    /// <summary>The longest that an array can be.</summary>
    public static int Most => Array.MaxLength - Line;

    private readonly float[] _array;
    private readonly int _start;

    /// <summary>Takes memory.</summary>
    /// <param name="length">How many numbers.</param>
    public AlignedMemory(int length)
    {
        Length = length;
        _array = GC.AllocateArray<float>(checked(length + Line), pinned: true);
        nint beyond = Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0) / sizeof(float) % Line;
        _start = (int)((Line - beyond) % Line);
    }

    /// <summary>How many numbers there are.</summary>
    public int Length { get; }

    /// <summary>All numbers.</summary>
    public Span<float> Span => _array.AsSpan(_start, Length);
}
