namespace Espalier.Tables;

/// <summary>A cell of a report's table.</summary>
/// <param name="Text">What it shows.</param>
/// <param name="IsBest">Whether no model does better in its column.</param>
/// <param name="IsMeasured">Whether it holds a measured value.</param>
public sealed record ReportCell(string Text, bool IsBest = false, bool IsMeasured = true);
