namespace Espalier.Fuzz;

/// <summary>Reads a file and lets through what a reader may not do: throw another exception than its own, or allocate far more than the file is worth.</summary>
internal static class Guard
{
    // What the best compression makes of a byte, as text of two bytes each, in a list that has grown.
    private const long MostOfByte = 4 * 1032;

    /// <summary>Reads a file.</summary>
    /// <returns>Why it was refused; null where it was read.</returns>
    /// <exception cref="InsufficientMemoryException">Far more memory was allocated than the file needs.</exception>
    public static string? Read(FileReader reader, byte[] bytes)
    {
        string? refused = null;
        long before = GC.GetTotalAllocatedBytes();
        try
        {
            reader.Read(bytes);
        }
        catch (InputException error)
        {
            refused = error.Message;
        }
        long allocated = GC.GetTotalAllocatedBytes() - before;
        if (allocated > reader.Buffers + (bytes.Length * MostOfByte))
            throw new InsufficientMemoryException($"{reader.Name}: {allocated:N0} bytes were allocated for a file of {bytes.Length:N0}, which was {(refused is null ? "read" : "refused: " + refused)}");
        return refused;
    }
}
