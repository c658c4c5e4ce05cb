namespace Espalier.Tables;

/// <summary>A row of a report's table.</summary>
/// <param name="Model">The place of the row's model in the summary, which gives its colour; null for a row that is not of a model.</param>
/// <param name="Cells">One cell for each column.</param>
public sealed record ReportRow(int? Model, IReadOnlyList<ReportCell> Cells);
