namespace Espalier.Graphs;

/// <summary>What a graph gives.</summary>
/// <param name="Name">Its name outside of the graph.</param>
/// <param name="Value">What it is: [B, W] of one row, else [B, rows, W].</param>
/// <param name="MaskName">If given, the graph says under this name, too, which rows are real.</param>
public sealed record GraphOutput(string Name, Value Value, string? MaskName = null);
