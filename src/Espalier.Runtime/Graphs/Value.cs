namespace Espalier.Graphs;

/// <summary>What an operation makes or an input brings: fp32 rows of equal width.</summary>
/// <param name="Name">Unique in its graph.</param>
/// <param name="Axis">How the rows lie.</param>
/// <param name="Width">Numbers of a row.</param>
public sealed record Value(string Name, Axis Axis, int Width);
