using Espalier.Graphs;

namespace Espalier.Onnx;

/// <summary>Says, of each axis, which rows are real: as whole numbers, and as what attention adds to its scores.</summary>
/// <param name="nodes">Where the nodes go.</param>
internal sealed class OnnxMasks(OnnxNodes nodes)
{
    /// <summary>1 for real rows and 0 for padding, int64 [B, rows]; null where all rows are real.</summary>
    public string? Of(Axis axis) => axis.IsMasked ? Mask(axis) : null;

    /// <summary>What is added to scores, [B, 1, 1, rows], or null.</summary>
    public string? BiasOf(Axis axis) => Of(axis) is not { } mask ? null : nodes.Once($"{mask}/bias", name =>
    {
        string real = nodes.Node("Cast", $"{mask}/float", [mask], OnnxNodes.Attribute("to", (long)TensorProto.Types.DataType.Float));
        string padding = nodes.Node("Sub", $"{mask}/padding", [nodes.Number(1), real]);
        string bias = nodes.Node("Mul", $"{mask}/hidden", [padding, nodes.Number(Operation.Attention.Hidden)]);
        return nodes.Node("Unsqueeze", name, [bias, nodes.Integers(1, 2)]);
    });

    /// <summary>What is added to the scores of queries so that none sees what is behind it, [T, T].</summary>
    /// <param name="queries">The queries, [B, T, W].</param>
    public string CausalBias(string queries) => nodes.Once("causal/bias", name =>
    {
        string length = nodes.Size(queries, 1);
        string square = nodes.Node("Concat", "causal/square", [length, length], OnnxNodes.Attribute("axis", 0L));
        string hidden = nodes.Node("Expand", "causal/hidden", [nodes.Number(Operation.Attention.Hidden), square]);
        return nodes.Node("Trilu", name, [hidden, nodes.Integer(1)], OnnxNodes.Attribute("upper", 1L));
    });

    private string Mask(Axis masked) => masked switch
    {
        Axis.Sequence { Mask: { } mask } => mask,
        Axis.Joined { Front: Axis.Fixed front } joined => Padded(Mask(joined.Back), front.Length, 0),
        Axis.Joined { Back: Axis.Fixed back } joined => Padded(Mask(joined.Front), 0, back.Length),
        Axis.Joined joined => Joined(Mask(joined.Front), Mask(joined.Back)),
        _ => throw new InvalidOperationException($"There is no mask for {masked}."),
    };

    private string Joined(string before, string behind) =>
        nodes.Once($"{before}+{behind}", name => nodes.Node("Concat", name, [before, behind], OnnxNodes.Attribute("axis", 1L)));

    // Rows of a fixed number are all real.
    private string Padded(string mask, int before, int behind) => nodes.Once(
        $"{before}+{mask}+{behind}", name => nodes.Node("Pad", name, [mask, nodes.Integers(0, before, 0, behind), nodes.Integer(1)]));
}
