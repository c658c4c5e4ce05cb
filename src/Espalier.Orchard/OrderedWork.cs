using System.Collections.Concurrent;
using Espalier.Orchard.Drawing;

namespace Espalier.Orchard;

/// <summary>Makes pictures on several threads and hands them over in order, the next block being made while one is used.</summary>
internal static class OrderedWork
{
    private const int Block = 128;

    internal static IEnumerable<T> Run<T>(int count, int threads, Func<int, ScenePainter, T> make, CancellationToken cancellation)
    {
        ConcurrentBag<ScenePainter> painters = [];
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Task<T[]> Start(int from) => Task.Run(() => MakeBlock(from, Math.Min(Block, count - from)), cancellation);
        T[] MakeBlock(int from, int size)
        {
            T[] made = new T[size];
            Parallel.For(0, size, options, i =>
            {
                if (!painters.TryTake(out ScenePainter? painter)) painter = new();
                made[i] = make(from + i, painter);
                painters.Add(painter);
            });
            return made;
        }

        Task<T[]>? next = count > 0 ? Start(0) : null;
        try
        {
            for (int from = 0; next is not null; from += Block)
            {
                T[] block = next.GetAwaiter().GetResult();
                next = from + Block < count ? Start(from + Block) : null;
                foreach (T item in block) yield return item;
            }
        }
        finally
        {
            // A block may still be in the making when the consumer stops early; how it ends does not matter then.
            if (next is not null) Task.WaitAny([next], CancellationToken.None);
            foreach (ScenePainter painter in painters) painter.Dispose();
        }
    }
}
