using Espalier.Metrics;
using Espalier.Packing;
using Espalier.Sparsity;
using Espalier.Tables;

namespace Espalier.Run.Commands;

/// <summary>The tables of a packed file.</summary>
internal static class InspectionTables
{
    /// <summary>Accuracy where it was measured, then zeros by modality, then all matrices.</summary>
    public static IEnumerable<ReportTable> Of(PackedDescription said, PackedInspection found)
    {
        if (said.Scores is { } scores) yield return Accuracy(scores);
        SparsityReport zeros = found.Sparsity();
        yield return new ReportTable("Prunable weights", [Text("modality"), Number("weights"), Number("kept"), Number("zeros (%)")],
            [.. zeros.Groups.Append(zeros.Total).Select(row => Row(row.Name, Show.Count(row.Count), Show.Count(row.Kept), Show.Percent(100 * row.Sparsity)))]);
        yield return new ReportTable("Matrices", [Text("matrix"), Text("shape"), Text("modality"), Number("zeros (%)"), Text("held as"), Number("bytes"), Number("of dense")],
            [.. found.Matrices.Select(Row)]);
    }

    private static ReportTable Accuracy(PackedScores scores)
    {
        (string Name, TypeAccuracy? Accuracy)[] tests = [("out of distribution", scores.Accuracy.Ood), ("in distribution", scores.Accuracy.Id)];
        return new ReportTable($"VQA accuracy (%), selected on {scores.SelectedOn}", [Text("tested"), Number("all"), Number("yes/no"), Number("number"), Number("other")],
            [.. tests.Where(test => test.Accuracy is not null).Select(test => Row(test.Name, Cell(test.Accuracy!.All), Cell(test.Accuracy.YesNo), Cell(test.Accuracy.Number), Cell(test.Accuracy.Other)))]);
    }

    private static ReportRow Row(PackedMatrixReport matrix) => Row(matrix.Name, $"{matrix.Rows} x {matrix.Columns}", matrix.Modality?.ToString().ToLowerInvariant() ?? "–",
        Show.Percent(100.0 * matrix.Zeros / matrix.Count), Held(matrix), Show.Count(matrix.Bytes), Show.Number((double)matrix.Bytes / (matrix.Count * sizeof(float)), "0.000"));

    private static string Held(PackedMatrixReport matrix)
    {
        string values = matrix.Values switch
        {
            PackedValues.BF16 => "bf16",
            PackedValues.I8 => "int8",
            _ => "fp32",
        };
        return matrix.Layout switch
        {
            PackedLayout.Bits => $"{values} and bits",
            PackedLayout.Columns => $"{values} and columns",
            _ => $"{values} with zeros",
        };
    }

    private static string Cell(double? percent) => percent is null ? "–" : Show.Percent(percent);

    private static ReportColumn Text(string name) => new("", name, IsNumeric: false);

    private static ReportColumn Number(string name) => new("", name);

    private static ReportRow Row(string first, params string[] cells) => new(null, [new(first), .. cells.Select(cell => new ReportCell(cell))]);
}
