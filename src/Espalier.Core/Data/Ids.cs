namespace Espalier.Data;

/// <summary>Names a few ids in messages.</summary>
internal static class Ids
{
    private const int Named = 5;

    /// <summary>The first five, and dots where there are more.</summary>
    public static string List(IReadOnlyCollection<long> ids) => string.Join(", ", ids.Take(Named)) + (ids.Count > Named ? ", ..." : "");
}
