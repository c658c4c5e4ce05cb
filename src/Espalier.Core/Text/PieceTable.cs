namespace Espalier.Text;

/// <summary>Pieces by their letters, found by the longest beginning of a word.</summary>
internal sealed class PieceTable
{
    private readonly Dictionary<string, int> ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private int longest;

    /// <summary>Makes a table with room for so many pieces, which may become more.</summary>
    public PieceTable(int capacity = 0)
    {
        ids = new Dictionary<string, int>(capacity, StringComparer.Ordinal);
        lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>A table in which nothing is found.</summary>
    public static PieceTable Empty { get; } = new();

    public bool TryAdd(string piece, int id)
    {
        longest = Math.Max(longest, piece.Length);
        return ids.TryAdd(piece, id);
    }

    public bool TryFind(ReadOnlySpan<char> piece, out int id) => lookup.TryGetValue(piece, out id);

    public bool TryFindLongest(ReadOnlySpan<char> word, out int id, out int length)
    {
        for (length = Math.Min(word.Length, longest); length > 0; length--)
        {
            if (lookup.TryGetValue(word[..length], out id)) return true;
        }
        id = -1;
        return false;
    }
}
