namespace Espalier.Training.Models;

/// <summary>
/// Finds a model's structures by the names of its matrices. A head is pruned with its columns of the output projection too: without its query, key and value rows
/// alone it would go on adding the bias of its values. So it is truly gone, and so is a feed-forward unit with its bias.
/// </summary>
internal static class UnitBlocks
{
    private const string Weight = ".weight", Query = ".query.weight";

    private static readonly (string First, string Second)[] FeedForward =
        [(".intermediate.dense.weight", ".output.dense.weight"), ("_inter.dense.weight", "_output.dense.weight"), (".c_fc.weight", ".c_proj.weight")];

    /// <summary>The blocks in the order of the state dict; prunable matrices alone take part.</summary>
    public static IReadOnlyList<UnitBlock> Of(VqaBackbone model, Structure structure)
    {
        List<WeightMatrix> matrices = [.. model.Matrices.Where(matrix => matrix.Modality is not null)];
        Dictionary<string, WeightMatrix> named = matrices.ToDictionary(matrix => matrix.Name);
        return structure switch
        {
            Structure.Heads => [.. matrices.Where(matrix => matrix.Name.EndsWith(Query, StringComparison.Ordinal))
                .Select(query => Heads(query, named, model.Config.HeadCount))],
            Structure.Ffn => [.. matrices.Select(first => Units(first, named)).OfType<UnitBlock>()],
            Structure.Layers => [.. matrices.Select(matrix => Block(matrix.Name, 1, [new UnitPart(matrix, Columns: false)]))],
            _ => throw new ArgumentException("Single weights are no structures.", nameof(structure)),
        };
    }

    private static UnitBlock Heads(WeightMatrix query, Dictionary<string, WeightMatrix> named, int heads)
    {
        string attention = query.Name[..^Query.Length], parent = attention[..attention.LastIndexOf('.')];
        return Block($"{attention}.heads", heads,
        [
            new UnitPart(query, Columns: false), new UnitPart(named[$"{attention}.key.weight"], Columns: false),
            new UnitPart(named[$"{attention}.value.weight"], Columns: false),
            new UnitPart(named[$"{parent}.output.dense.weight"], Columns: true),
        ]);
    }

    private static UnitBlock? Units(WeightMatrix first, Dictionary<string, WeightMatrix> named)
    {
        foreach ((string one, string two) in FeedForward)
        {
            if (first.Name.EndsWith(one, StringComparison.Ordinal))
                return Block($"{first.Name[..^Weight.Length]}.units", (int)first.Weight.shape[0],
                    [new UnitPart(first, Columns: false), new UnitPart(named[first.Name[..^one.Length] + two], Columns: true)]);
        }
        return null;
    }

    private static UnitBlock Block(string name, int units, UnitPart[] parts) => new(name, parts[0].Matrix.Modality!.Value, units, parts);
}
