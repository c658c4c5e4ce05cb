using Espalier.Graphs;

namespace Espalier.Execution;

/// <summary>A value that steps write and read; where it lies in memory is planned for each shape of inputs.</summary>
/// <param name="Index">Its number in the plan.</param>
/// <param name="Axis">How its columns lie: one for each row of the graph's value.</param>
/// <param name="Width">Numbers of a column.</param>
internal readonly record struct Slot(int Index, Axis Axis, int Width);
