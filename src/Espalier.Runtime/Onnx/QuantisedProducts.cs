using Espalier.Graphs;

namespace Espalier.Onnx;

/// <summary>
/// Products of whole numbers, scaled afterwards, in the form that ONNX Runtime makes one operation of: DynamicQuantizeLinear, MatMulInteger, Cast, and Mul
/// with the product of both scales. What several layers read, such as queries, keys and values, is quantised once.
/// </summary>
/// <param name="nodes">Where the nodes go.</param>
/// <param name="weights">Where the weights go.</param>
internal sealed class QuantisedProducts(OnnxNodes nodes, OnnxWeights weights) : IOnnxProducts
{
    /// <inheritdoc/>
    public string Add(string name, Value x, Weight matrix)
    {
        (string scale, string zero) = ($"{x.Name}/scale", $"{x.Name}/zero");
        string quantised = nodes.Once($"{x.Name}/quantised", output => nodes.Node("DynamicQuantizeLinear", [output, scale, zero], [x.Name]));
        (string numbers, string scales) = weights.Quantised(matrix);
        string sums = nodes.Node("MatMulInteger", $"{name}/sums", [quantised, numbers, zero]);
        string wide = nodes.Node("Cast", $"{name}/wide", [sums], OnnxNodes.Attribute("to", (long)TensorProto.Types.DataType.Float));
        return nodes.Node("Mul", name, [wide, nodes.Node("Mul", $"{name}/scales", [scale, scales])]);
    }
}
