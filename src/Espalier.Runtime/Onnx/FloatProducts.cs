using Espalier.Graphs;

namespace Espalier.Onnx;

/// <summary>Products in fp32.</summary>
/// <param name="nodes">Where the nodes go.</param>
/// <param name="weights">Where the weights go.</param>
/// <param name="graph">What is translated: a table that is looked up in as well as multiplied with is stored once.</param>
internal sealed class FloatProducts(OnnxNodes nodes, OnnxWeights weights, Graph graph) : IOnnxProducts
{
    private readonly HashSet<string> _tables = [.. graph.Operations.OfType<Operation.Embedding>().Select(embedding => embedding.Table.Name)];

    /// <inheritdoc/>
    public string Add(string name, Value x, Weight matrix)
    {
        string right = _tables.Contains(matrix.Name)
            ? nodes.Once($"{matrix.Name}/turned", turned => nodes.Node("Transpose", turned, [weights.AsStored(matrix)], OnnxNodes.Attribute("perm", 1, 0)))
            : weights.Transposed(matrix);
        return nodes.Node("MatMul", name, [x.Name, right]);
    }
}
