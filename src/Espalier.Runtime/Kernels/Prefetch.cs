using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Espalier.Kernels;

/// <summary>
/// Asks for weights before they are needed. With few columns a model's weights come from main memory as fast as they are used, and the processor's own
/// foresight ends at every page of memory.
/// </summary>
internal static unsafe class Prefetch
{
    private const int Line = 64;

    // About a page.
    private const int Ahead = 4096;

    /// <summary>Asks for the line that lies a page behind a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Behind<T>(ref T number)
        where T : unmanaged
    {
        if (Sse.IsSupported) Sse.Prefetch0((byte*)Unsafe.AsPointer(ref number) + Ahead);
    }

    /// <summary>Asks for what lies a page behind some numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Behind<T>(ref T first, nuint count)
        where T : unmanaged
    {
        Lines((byte*)Unsafe.AsPointer(ref first) + Ahead, count * (nuint)sizeof(T));
    }

    /// <summary>Asks for as many bytes, some distance behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Behind(ReadOnlySpan<byte> bytes, nint distance) => Lines((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes)) + distance, (nuint)bytes.Length);

    // Only an address; memory that is not there is not read.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lines(byte* address, nuint count)
    {
        if (!Sse.IsSupported) return;
        for (byte* end = address + count; address < end; address += Line) Sse.Prefetch0(address);
    }
}
