namespace Espalier.Features;

/// <summary>
/// Reads images in order and decodes them on several threads, a block at a time: while one block is used, the next is read and decoded. What is read
/// of an image goes to a slot, a place that is the caller's to keep buffers in.
/// </summary>
public static class DecodedBlocks
{
    /// <summary>Images of a block, where they are not large.</summary>
    public const int UsualSize = 32;

    /// <summary>Slots in all for blocks of the usual size: those of the block that is used, and those of the one in the making.</summary>
    public const int Slots = 2 * UsualSize;

    /// <summary>Runs over all images.</summary>
    /// <param name="read">Reads the next image into a slot, one call at a time, in order; false at the end.</param>
    /// <param name="decode">Decodes what a slot holds, several at a time; false where the image is not wanted.</param>
    /// <param name="size">Images of a block, at least 1; slots are numbered from 0 to twice as many.</param>
    /// <typeparam name="T">What an image is decoded to.</typeparam>
    /// <returns>The images of each block, in order. A block is valid until the next is asked for.</returns>
    /// <exception cref="InputException">That of the first image that cannot be decoded, whichever thread met it.</exception>
    public static IEnumerable<IEnumerable<T>> Run<T>(Func<int, bool> read, Func<int, T, bool> decode, int size = UsualSize)
        where T : class, new()
    {
        T[] records = [.. Enumerable.Range(0, 2 * size).Select(_ => new T())];
        bool[] wanted = new bool[2 * size];
        InputException?[] failures = new InputException?[2 * size];
        int first = 0;
        Task<int> next = Task.Run(() => Fill(0));
        try
        {
            while (next.GetAwaiter().GetResult() is > 0 and var count)
            {
                int used = first, filling = first = size - first;
                next = Task.Run(() => Fill(filling));
                yield return Enumerable.Range(used, count).Where(slot => wanted[slot]).Select(slot => records[slot]);
            }
        }
        finally
        {
            // What is read from must not be closed under the reader when the consumer stops early; how that ends does not matter then.
            Task.WaitAny([next], CancellationToken.None);
        }

        int Fill(int from)
        {
            int count = 0;
            while (count < size && read(from + count)) count++;
            Parallel.For(from, from + count, slot =>
            {
                failures[slot] = null;
                try
                {
                    wanted[slot] = decode(slot, records[slot]);
                }
                catch (InputException error)
                {
                    failures[slot] = error;
                }
            });
            return failures.Skip(from).Take(count).FirstOrDefault(failure => failure is not null) is { } failed ? throw failed : count;
        }
    }
}
