namespace Espalier.Features;

/// <summary>How an HDF5 file begins: at byte 0, or behind a block of the user's at 512 or a doubling of it.</summary>
internal static class Hdf5Signature
{
    private const int LastBlock = 1 << 16;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>Whether a file is one of HDF5; false for what cannot be read, which whoever reads it words better.</summary>
    public static bool IsIn(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            Span<byte> start = stackalloc byte[8];
            for (int at = 0; at <= LastBlock; at = at == 0 ? 512 : 2 * at)
            {
                file.Position = at;
                if (file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length) return false;
                if (start.SequenceEqual(Signature)) return true;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
        return false;
    }
}
