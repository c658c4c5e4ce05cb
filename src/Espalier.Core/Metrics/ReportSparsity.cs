namespace Espalier.Metrics;

/// <summary>The prunable matrices of one model.</summary>
/// <param name="Model">The model's id in the summary.</param>
/// <param name="Matrices">The matrices, in the model's order.</param>
public sealed record ReportSparsity(string Model, IReadOnlyList<ReportMatrix> Matrices);
