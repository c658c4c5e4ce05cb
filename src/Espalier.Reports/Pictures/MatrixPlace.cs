namespace Espalier.Reports.Pictures;

/// <summary>Where a matrix stands in the heat map: its kind, and its layer where it has one.</summary>
/// <param name="Kind">Its name without block, layer number and ".weight": "attention.self.query".</param>
/// <param name="Layer">The layer's number in its block; null for embeddings, poolers and the like.</param>
internal sealed record MatrixPlace(string Kind, int? Layer)
{
    /// <summary>Reads the place off a checkpoint's name; the last number between dots is the layer.</summary>
    public static MatrixPlace Of(string name)
    {
        string[] words = (name.EndsWith(".weight", StringComparison.Ordinal) ? name[..^".weight".Length] : name).Split('.');
        for (int i = words.Length - 2; i > 0; i--)
        {
            if (int.TryParse(words[i], out int layer) && layer is >= 0 and < 1000)
                return new MatrixPlace(string.Join('.', words[(i + 1)..]), layer);
        }
        return new MatrixPlace(string.Join('.', words.TakeLast(2)), null);
    }
}
