using System.Globalization;
using Espalier.Checkpoints;

namespace Espalier.Graphs;

/// <summary>
/// Writes a graph down, operation by operation. Widths come from the checkpoint's shapes, and each is checked against what it is to be multiplied
/// with, so that a graph that was built can be run. Widths that do not fit each other are the checkpoint's fault
/// (<see cref="InputException"/>), rows that do not lie alike are that of whoever writes the graph (<see cref="ArgumentException"/>).
/// </summary>
/// <param name="checkpoint">The weights; only their names and shapes are read.</param>
public sealed class GraphBuilder(ITensorSource checkpoint)
{
    private readonly List<GraphInput> _inputs = [];
    private readonly List<Operation> _operations = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>The graph as it stands.</summary>
    /// <param name="name">What it computes.</param>
    /// <param name="outputs">What it gives.</param>
    public Graph Build(string name, params IReadOnlyList<GraphOutput> outputs) => new(name, [.. _inputs], [.. _operations], outputs);

    /// <summary>Word pieces as an input.</summary>
    public GraphInput.Ids Ids(string name, Axis.Sequence axis) => Input(new GraphInput.Ids(Unused(name), axis));

    /// <summary>Pictures as an input.</summary>
    public GraphInput.Pictures Pictures(string name, int side) => Input(new GraphInput.Pictures(Unused(name), side));

    /// <summary>Rows as an input.</summary>
    public Value States(string name, Axis axis, int width) => Input(new GraphInput.States(new Value(Unused(name), axis, width))).Value;

    /// <summary>A stored matrix.</summary>
    /// <exception cref="InputException">There is no such tensor, or it is no matrix.</exception>
    public Weight Matrix(string name)
    {
        TensorInfo info = checkpoint.Find(name);
        Require(name, info.Shape.Count >= 2, info, "a matrix");
        return new Weight.Stored(name, Size(info, info.Shape[0]), Size(info, info.Count / Math.Max(info.Shape[0], 1)));
    }

    /// <summary>A stored vector of a known length.</summary>
    /// <exception cref="InputException">There is no such tensor, or it has another shape.</exception>
    public Weight Vector(string name, int length)
    {
        TensorInfo info = checkpoint.Find(name);
        Require(name, info.Shape.Count == 1 && info.Count == length, info, $"a vector of {length}");
        return new Weight.Stored(name, 1, length);
    }

    /// <summary>Rows of a table, by number.</summary>
    public Value Embedding(string at, GraphInput.Ids ids)
    {
        Weight table = Matrix($"{at}.weight");
        return Add(new Operation.Embedding(New(at, ids.Axis, table.Columns), ids, table));
    }

    /// <summary>Row i of each example plus row i of a table.</summary>
    public Value AddPositions(Value x, string table)
    {
        Weight rows = OfWidth(Matrix(table), x);
        if (x.Axis is Axis.Fixed { Length: var length } && rows.Rows < length) throw Bad(table, $"{rows.Rows} rows", $"at least {length}");
        return Add(new Operation.AddPositions(New($"{x.Name}/positions", x.Axis, x.Width), x, rows));
    }

    /// <summary>Every row plus one row of a table.</summary>
    public Value AddRow(Value x, string table, int row)
    {
        Weight rows = OfWidth(Matrix(table), x);
        if (rows.Rows <= row) throw Bad(table, $"{rows.Rows} rows", $"at least {row + 1}");
        return Add(new Operation.AddRow(New($"{x.Name}/row", x.Axis, x.Width), x, new Weight.Slice(table, row, 1, x.Width)));
    }

    /// <summary>A stored vector before the rows of each example, which are as many for all.</summary>
    public Value PrependRow(Value x, string name, string vector)
    {
        if (x.Axis is not Axis.Fixed axis) throw new ArgumentException($"{x.Name} ({x.Axis}) has no fixed number of rows.", nameof(x));
        return Add(new Operation.PrependRow(New($"{x.Name}/prepend", new Axis.Fixed(name, axis.Length + 1), x.Width), x, Vector(vector, x.Width)));
    }

    /// <summary>Pictures cut into squares.</summary>
    public Value Patches(GraphInput.Pictures pictures, int side)
    {
        int across = pictures.Side / side;
        return Add(new Operation.Patches(New($"{pictures.Name}/patches", new Axis.Fixed("patches", across * across), 3 * side * side), pictures, side));
    }

    /// <summary>x W^T + b with the tensors at.weight and at.bias.</summary>
    public Value Linear(string at, Value x) => Linear(at, x, Matrix($"{at}.weight"), $"{at}.bias");

    /// <summary>x W^T, and + b if one is named.</summary>
    public Value Linear(string name, Value x, Weight matrix, string? bias) =>
        Linear(name, x, matrix, bias is null ? null : Vector(bias, matrix.Rows));

    /// <summary>x W^T, and + b if there is one.</summary>
    public Value Linear(string name, Value x, Weight matrix, Weight? bias) =>
        Add(new Operation.Linear(New(name, x.Axis, OfWidth(matrix, x).Rows), x, matrix, bias));

    /// <summary>LayerNorm with the tensors at.weight and at.bias.</summary>
    public Value LayerNorm(string at, Value x, double epsilon) => Add(new Operation.LayerNorm(
        New(at, x.Axis, x.Width), x, Vector($"{at}.weight", x.Width), Vector($"{at}.bias", x.Width), epsilon));

    /// <summary>A function of each number.</summary>
    public Value Activate(Value x, ActivationKind kind) =>
        Add(new Operation.Activation(New($"{x.Name}/{kind.ToString().ToLowerInvariant()}", x.Axis, x.Width), x, kind));

    /// <summary>x + y.</summary>
    /// <exception cref="InputException">They are not of one width.</exception>
    /// <exception cref="ArgumentException">Their rows do not lie alike.</exception>
    public Value Add(Value x, Value y) => Add(new Operation.Add(New($"{x.Name}/add", x.Axis, x.Width), x, AsWide(Alike(y, x), x)));

    /// <summary>x times a constant.</summary>
    public Value Scale(Value x, float factor) => Add(new Operation.Scale(New($"{x.Name}/scale", x.Axis, x.Width), x, factor));

    /// <summary>Attention of several heads.</summary>
    /// <exception cref="InputException">Queries are not as wide as keys, or heads cannot share a width.</exception>
    /// <exception cref="ArgumentException">The rows of keys and values do not lie alike, or queries are shared while keys are not.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is not even one head.</exception>
    public Value Attention(string at, Value queries, Value keys, Value values, int heads, bool causal = false) => Add(new Operation.Attention(
        New($"{at}/attention", IsShared(keys) ? queries.Axis : OfEach(queries).Axis, values.Width),
        InHeads(AsWide(queries, keys), heads), keys, InHeads(Alike(values, keys), heads), heads, causal));

    /// <summary>The rows of two values, behind each other in each example.</summary>
    /// <exception cref="InputException">They are not of one width.</exception>
    /// <exception cref="ArgumentException">Several examples share the rows of one.</exception>
    public Value Join(Value front, Value back) => Add(new Operation.Join(
        New($"{front.Name}/join", new Axis.Joined(OfEach(front).Axis, OfEach(back).Axis), front.Width), front, AsWide(back, front)));

    /// <summary>The two parts of joined rows, the first of which is as long for all examples.</summary>
    public (Value Front, Value Back) Parts(Value x)
    {
        if (x.Axis is not Axis.Joined { Front: Axis.Fixed } axis) throw new ArgumentException($"{x.Name} ({x.Axis}) has no first part of a fixed length.", nameof(x));
        return (
            Add(new Operation.Part(New($"{x.Name}/front", axis.Front, x.Width), x, Back: false)),
            Add(new Operation.Part(New($"{x.Name}/back", axis.Back, x.Width), x, Back: true)));
    }

    /// <summary>The first row of each example.</summary>
    public Value First(Value x) => Add(new Operation.First(New($"{x.Name}/first", Axis.One, x.Width), x));

    private Value Add(Operation operation)
    {
        _operations.Add(operation);
        return operation.Output;
    }

    private T Input<T>(T input)
        where T : GraphInput
    {
        _inputs.Add(input);
        return input;
    }

    private Value New(string name, Axis axis, int width) => new(Unused(name), axis, width);

    // A layer that is used twice, such as LXMERT's shared cross-attention, gives two values.
    private string Unused(string name)
    {
        string free = name;
        for (int i = 2; !_names.Add(free); i++) free = string.Create(CultureInfo.InvariantCulture, $"{name}#{i}");
        return free;
    }

    private Weight OfWidth(Weight matrix, Value x) =>
        matrix.Columns == x.Width ? matrix : throw Bad(matrix.Name, $"rows of {matrix.Columns}", $"rows of {x.Width}, as {x.Name} has");

    private Value AsWide(Value x, Value other) => x.Width == other.Width ? x : throw BadValue(x, $"{other.Width}, as {other.Name} has");

    private Value InHeads(Value x, int heads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        return x.Width % heads == 0 ? x : throw BadValue(x, $"a multiple of {heads} heads");
    }

    private static bool IsShared(Value x) => x.Axis is Axis.Sequence { IsShared: true };

    private static Value OfEach(Value x) => IsShared(x) ? throw new ArgumentException($"{x.Name} (on {x.Axis}) is shared by examples.", nameof(x)) : x;

    private static Value Alike(Value x, Value other) => x.Axis == other.Axis
        ? x
        : throw new ArgumentException($"{x.Name} (on {x.Axis}) and {other.Name} (on {other.Axis}) do not lie alike.", nameof(x));

    private void Require(string name, bool good, object found, string expected)
    {
        if (!good) throw Bad(name, $"{found}", expected);
    }

    private int Size(TensorInfo info, long size) => size is > 0 and <= int.MaxValue ? (int)size : throw Bad(info.Name, $"{info}", "sizes from 1 up");

    private InputException BadValue(Value x, string expected) => new(checkpoint.Path, $"value \"{x.Name}\"", $"rows of {x.Width}", expected);

    private InputException Bad(string name, string found, string expected) => new(checkpoint.Path, $"tensor \"{name}\"", found, expected);
}
