using Espalier.Metrics;
using Espalier.Tables;

namespace Espalier.Reports.Tables;

/// <summary>Every prunable matrix of one model with its zeros: the heat map in numbers.</summary>
public static class MatrixTable
{
    /// <summary>Makes the table.</summary>
    public static ReportTable Of(ReportSparsity sparsity) => new($"Matrices of {sparsity.Model}",
        [
            new("", "matrix", IsNumeric: false), new("", "modality", IsNumeric: false), new("", "rows × columns"), new("", "zeros"),
            new("", "sparsity (%)"),
        ],
        [
            .. sparsity.Matrices.Select(matrix => new ReportRow(null,
            [
                new(matrix.Name), new(matrix.Modality), new($"{matrix.Rows} × {matrix.Columns}"), new(Show.Count(matrix.Zeros)),
                new(Show.Share(matrix.Sparsity * 100)),
            ])),
        ]);
}
