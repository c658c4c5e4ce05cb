using Espalier.Graphs;

namespace Espalier.Onnx;

/// <summary>Translates operations to ONNX (opset 17). Every value is [B, rows, W].</summary>
/// <param name="nodes">Where the nodes go.</param>
/// <param name="weights">Where the weights go.</param>
/// <param name="masks">Which rows are real.</param>
/// <param name="products">How linear layers multiply.</param>
internal sealed class OnnxOperations(OnnxNodes nodes, OnnxWeights weights, OnnxMasks masks, IOnnxProducts products)
{
    /// <summary>Adds the nodes of an operation.</summary>
    public void Add(Operation operation)
    {
        string name = operation.Output.Name;
        switch (operation)
        {
            case Operation.Embedding(_, var ids, var table): nodes.Node("Gather", name, [weights.AsStored(table), ids.Name]); break;
            case Operation.AddPositions(_, var x, var table): nodes.Node("Add", name, [x.Name, Positions(x, table)]); break;
            case Operation.AddRow(_, var x, var row): nodes.Node("Add", name, [x.Name, weights.AsStored(row)]); break;
            case Operation.PrependRow(_, var x, var row): PrependRow(name, x, row); break;
            case Operation.Patches(_, var pictures, var side): Patches(name, pictures, side); break;
            case Operation.Linear(_, var x, var matrix, var bias): Linear(name, x, matrix, bias); break;
            case Operation.LayerNorm(_, var x, var gain, var bias, var epsilon):
                nodes.Node(
                    "LayerNormalization", name, [x.Name, weights.AsStored(gain), weights.AsStored(bias)],
                    OnnxNodes.Attribute("axis", -1L), OnnxNodes.Attribute("epsilon", (float)epsilon));
                break;
            case Operation.Activation(_, var x, var kind): Activation(name, x, kind); break;
            case Operation.Add(_, var x, var y): nodes.Node("Add", name, [x.Name, y.Name]); break;
            case Operation.Scale(_, var x, var factor): nodes.Node("Mul", name, [x.Name, nodes.Number(factor)]); break;
            case Operation.Attention attention: Attention(attention); break;
            case Operation.Join(_, var front, var back): nodes.Node("Concat", name, [front.Name, back.Name], OnnxNodes.Attribute("axis", 1L)); break;
            case Operation.Part(_, var x, var back): Part(name, x, back); break;
            case Operation.First(_, var x): nodes.Node("Slice", name, [x.Name, nodes.Integers(0), nodes.Integers(1), nodes.Integers(1)]); break;
            default: throw new InvalidOperationException($"There is no translation of {operation.GetType().Name}.");
        }
    }

    private void Linear(string name, Value x, Weight matrix, Weight? bias)
    {
        if (bias is null) products.Add(name, x, matrix);
        else nodes.Node("Add", name, [products.Add($"{name}/product", x, matrix), weights.AsStored(bias)]);
    }

    private void Activation(string name, Value x, ActivationKind kind)
    {
        switch (kind)
        {
            case ActivationKind.Gelu:
                string erf = nodes.Node("Erf", $"{name}/erf", [nodes.Node("Div", $"{name}/scaled", [x.Name, nodes.Number(MathF.Sqrt(2))])]);
                string twice = nodes.Node("Mul", $"{name}/twice", [x.Name, nodes.Node("Add", $"{name}/chance", [erf, nodes.Number(1)])]);
                nodes.Node("Mul", name, [twice, nodes.Number(0.5f)]);
                break;
            case ActivationKind.QuickGelu:
                string gate = nodes.Node("Sigmoid", $"{name}/gate", [nodes.Node("Mul", $"{name}/scaled", [x.Name, nodes.Number(1.702f)])]);
                nodes.Node("Mul", name, [x.Name, gate]);
                break;
            default: nodes.Node($"{kind}", name, [x.Name]); break;
        }
    }

    private void Attention(Operation.Attention attention)
    {
        (string name, int heads, int width) = (attention.Output.Name, attention.Heads, attention.Keys.Width / attention.Heads);
        string queries = InHeads(attention.Queries, heads, $"{name}/queries", 0, 2, 1, 3);
        string keys = InHeads(attention.Keys, heads, $"{name}/keys", 0, 2, 3, 1);
        string values = InHeads(attention.Values, heads, $"{name}/values", 0, 2, 1, 3);
        string scores = nodes.Node("Mul", $"{name}/scores", [nodes.Node("MatMul", $"{name}/products", [queries, keys]), nodes.Number(1 / MathF.Sqrt(width))]);
        if (masks.BiasOf(attention.Keys.Axis) is { } bias) scores = nodes.Node("Add", $"{name}/masked", [scores, bias]);
        if (attention.Causal) scores = nodes.Node("Add", $"{name}/causal", [scores, masks.CausalBias(attention.Queries.Name)]);
        string shares = nodes.Node("Softmax", $"{name}/shares", [scores], OnnxNodes.Attribute("axis", -1L));
        string mixed = nodes.Node(
            "Transpose", $"{name}/mixed", [nodes.Node("MatMul", $"{name}/mixtures", [shares, values])], OnnxNodes.Attribute("perm", 0, 2, 1, 3));
        nodes.Node("Reshape", name, [mixed, nodes.Integers(0, 0, attention.Output.Width)]);
    }

    // [B, rows, heads * width] as [B, rows, heads, width], its axes in another order.
    private string InHeads(Value x, int heads, string name, params long[] order)
    {
        string split = nodes.Node("Reshape", $"{name}/split", [x.Name, nodes.Integers(0, 0, heads, x.Width / heads)]);
        return nodes.Node("Transpose", name, [split], OnnxNodes.Attribute("perm", order));
    }

    // The first rows of the table, as many as each example has.
    private string Positions(Value x, Weight table)
    {
        if (x.Axis is Axis.Fixed { Length: var length } && table.Rows == length) return weights.AsStored(table);
        return nodes.Node("Slice", $"{x.Name}/table", [weights.AsStored(table), nodes.Integers(0), nodes.Size(x.Name, 1), nodes.Integers(0)]);
    }

    private void PrependRow(string name, Value x, Weight row)
    {
        string shape = nodes.Node("Concat", $"{name}/shape", [nodes.Size(x.Name, 0), nodes.Integers(1, x.Width)], OnnxNodes.Attribute("axis", 0L));
        string rows = nodes.Node("Expand", $"{name}/rows", [weights.AsStored(row), shape]);
        nodes.Node("Concat", name, [rows, x.Name], OnnxNodes.Attribute("axis", 1L));
    }

    private void Patches(string name, GraphInput.Pictures pictures, int side)
    {
        long across = pictures.Side / side;
        string cut = nodes.Node("Reshape", $"{name}/cut", [pictures.Name, nodes.Integers(0, 3, across, side, across, side)]);
        string turned = nodes.Node("Transpose", $"{name}/turned", [cut], OnnxNodes.Attribute("perm", 0, 2, 4, 1, 3, 5));
        nodes.Node("Reshape", name, [turned, nodes.Integers(0, across * across, 3L * side * side)]);
    }

    private void Part(string name, Value x, bool back)
    {
        int length = ((Axis.Fixed)((Axis.Joined)x.Axis).Front).Length;
        (long start, long end) = back ? ((long)length, long.MaxValue) : (0L, (long)length);
        nodes.Node("Slice", name, [x.Name, nodes.Integers(start), nodes.Integers(end), nodes.Integers(1)]);
    }
}
