using System.Runtime;

namespace Espalier.Training.Training;

/// <summary>
/// Holds garbage collection off while tensors are computed with. TorchSharp's operators make temporary scalars (a + b is a + 1 b) that a
/// collection may finalise while libtorch still reads them: about once in ten thousand steps an operation then fails, or computes with
/// another number. Collections are let through between steps instead, when enough has been allocated.
/// </summary>
/// <remarks>The pause is the process's: it lasts until the last of those who hold one lets go. A pause that the program has made itself is left alone.</remarks>
internal sealed class CollectionPause : IDisposable
{
    private const long Budget = 128 << 20;
    private static readonly Lock Gate = new();
    private static int holders;
    private static bool started;
    private static long startedAt;

    private bool released;

    /// <summary>Takes part in the pause, which begins with the first <see cref="Renew"/>.</summary>
    public CollectionPause()
    {
        lock (Gate) holders++;
    }

    /// <summary>Call it before each step or batch, while no tensor operation is running on this thread.</summary>
    public void Renew()
    {
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(released, this);
            bool paused = GCSettings.LatencyMode == GCLatencyMode.NoGCRegion;
            // Half of the budget is left for the step that begins; one that needs more only loses the protection.
            if (paused && (!started || GC.GetTotalAllocatedBytes() - startedAt < Budget / 2)) return;
            End();
            try
            {
                started = GC.TryStartNoGCRegion(Budget);
            }
            catch (InvalidOperationException)
            {
                // The program has begun a pause of its own at this moment.
            }
            startedAt = GC.GetTotalAllocatedBytes();
        }
    }

    /// <summary>Lets collections through again, if no one else holds them off.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (released) return;
            released = true;
            if (--holders == 0) End();
        }
    }

    private static void End()
    {
        if (!started) return;
        started = false;
        try
        {
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();
        }
        catch (InvalidOperationException)
        {
            // Another thread allocated more than the budget, or asked for a collection, since the mode was read: the pause is over.
        }
    }
}
