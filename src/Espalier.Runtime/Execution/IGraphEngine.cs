using Espalier.Graphs;

namespace Espalier.Execution;

/// <summary>A graph with its weights, ready to be run by whatever computes it. Safe to use from several threads.</summary>
internal interface IGraphEngine
{
    /// <summary>What is run.</summary>
    Graph Graph { get; }

    /// <summary>Gives room for one run at a time.</summary>
    /// <param name="batch">Examples, at least 1.</param>
    /// <param name="each">How many examples that follow each other have the rows of shared axes in common: the batch is a multiple of it.</param>
    /// <param name="lengths">How long each of the graph's sequences is, in the order of its inputs, at least 1.</param>
    /// <returns>What its inputs hold is not told, but all rows are real.</returns>
    /// <exception cref="ArgumentException">The model does not take such inputs, or they are too many for memory.</exception>
    IGraphRun Rent(int batch, int each, params ReadOnlySpan<int> lengths);
}
