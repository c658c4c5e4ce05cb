namespace Espalier.Graphs;

/// <summary>
/// The inference of a model, or of a part of one, as a list of typed operations. What is written for other programs and what is run here both come
/// from it. Names of weights are those of the checkpoint that it was built for.
/// </summary>
/// <param name="Name">What it computes: "lxmert".</param>
/// <param name="Inputs">What it is given.</param>
/// <param name="Operations">In an order in which they can be run.</param>
/// <param name="Outputs">What it gives.</param>
public sealed record Graph(
    string Name, IReadOnlyList<GraphInput> Inputs, IReadOnlyList<Operation> Operations, IReadOnlyList<GraphOutput> Outputs)
{
    /// <summary>The axes of inputs whose padding is told by an input of its own, each once.</summary>
    public IReadOnlyList<Axis.Sequence> Masks => [.. Inputs.Select(input => input.Rows).OfType<Axis.Sequence>().Where(axis => axis.Mask is not null).Distinct()];

    /// <summary>Every weight once, in the order of its first use.</summary>
    public IReadOnlyList<Weight> Weights => [.. Operations.SelectMany(operation => operation.Weights).DistinctBy(weight => weight.Name)];
}
