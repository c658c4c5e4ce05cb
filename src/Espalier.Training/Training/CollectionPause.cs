using System.Runtime;

namespace Espalier.Training.Training;

/// <summary>
/// Holds garbage collection off while tensors are computed with. TorchSharp's operators make temporary scalars (a + b is a + 1 b) that a
/// collection may finalise while libtorch still reads them: about once in ten thousand steps an operation then fails, or computes with
/// another number. Collections are let through between steps instead, when enough has been allocated.
/// </summary>
internal static class CollectionPause
{
    private const long Budget = 128 << 20;
    private static readonly Lock Gate = new();
    private static long startedAt;

    /// <summary>Call it before each step or batch, while no tensor operation is running on this thread.</summary>
    public static void Renew()
    {
        lock (Gate)
        {
            bool paused = GCSettings.LatencyMode == GCLatencyMode.NoGCRegion;
            // Half of the budget is left for the step that begins; one that needs more only loses the protection.
            if (paused && GC.GetTotalAllocatedBytes() - startedAt < Budget / 2) return;
            if (paused) GC.EndNoGCRegion();
            GC.TryStartNoGCRegion(Budget);
            startedAt = GC.GetTotalAllocatedBytes();
        }
    }

    /// <summary>Lets collections through again.</summary>
    public static void End()
    {
        lock (Gate)
        {
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();
        }
    }
}
