using Espalier.Metrics;
using Espalier.Reports.Tables;
using Espalier.Tables;
using Espalier.Testing;

namespace Espalier.Reports.Tests;

public sealed class ReportTablesTests
{
    [Fact]
    public void The_accuracy_table_reads_as_it_always_did() => Snapshot.Match(
        "accuracy.md", ReportTables.Accuracy(Sample.Summary(), Sample.Data().PriorAccuracy).ToMarkdown());

    [Fact]
    public void The_cost_table_reads_as_it_always_did() => Snapshot.Match("cost.md", ReportTables.Cost(Sample.Summary()).ToMarkdown());

    [Fact]
    public void The_modality_table_reads_as_it_always_did() =>
        Snapshot.Match("modalities.md", ReportTables.Modalities(Sample.Summary())!.ToMarkdown());

    [Fact]
    public void What_was_not_measured_is_called_so_and_never_zero()
    {
        RunSummary summary = Unmeasured();
        Assert.All(ReportTables.Accuracy(summary).Rows[0].Cells.Skip(2), cell =>
            Assert.Equal(("not measured", false), (cell.Text, cell.IsMeasured)));
        string[] cost = [.. ReportTables.Cost(summary).Rows[0].Cells.Skip(4).Select(cell => cell.Text)];
        Assert.Equal(Enumerable.Repeat("not measured", 2), cost);
    }

    [Fact]
    public void A_dense_run_has_no_modality_table() => Assert.Null(ReportTables.Modalities(Unmeasured()));

    [Fact]
    public void The_best_is_marked_only_among_models_that_differ()
    {
        ReportTable accuracy = ReportTables.Accuracy(Sample.Summary(), Sample.Data().PriorAccuracy);
        Assert.Equal(["lpf+lmh"], accuracy.Rows.Where(row => row.Cells[2].IsBest).Select(row => row.Cells[0].Text));
        ReportTable cost = ReportTables.Cost(Sample.Summary());
        Assert.DoesNotContain(cost.Rows, row => row.Cells[7].IsBest);
    }

    [Fact]
    public void Packed_models_have_columns_only_where_any_was_measured()
    {
        RunSummary summary = Sample.Summary();
        Assert.Equal(["packed weights", "packed ms per question"], ReportTables.Cost(summary).Columns.Skip(6).Select(column => column.FullName));
        summary = summary with { Models = [.. summary.Models.Select(model => model with { Bytes = model.Bytes with { Packed = null }, LatencyMs = new ModelLatency(2, null) })] };
        ReportTable cost = ReportTables.Cost(summary);
        Assert.Equal(6, cost.Columns.Count);
        Assert.All(cost.Rows, row => Assert.Equal(6, row.Cells.Count));
        Assert.DoesNotContain(cost.Rows.SelectMany(row => row.Cells), cell => cell.Text == "not measured");
    }

    [Fact]
    public void A_bar_in_a_name_stays_in_its_cell()
    {
        RunSummary summary = Sample.Summary();
        summary = summary with { Models = [summary.Models[0] with { Id = "a|b\n**c" }] };
        string[] lines = ReportTables.Accuracy(summary).ToMarkdown().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains("a\\|b \\*\\*c", lines[2], StringComparison.Ordinal);
    }

    private static RunSummary Unmeasured()
    {
        ModelSummary model = Sample.Model("full bce", 1, "bce", 0, null, null) with
        {
            Bytes = new ModelBytes(null, null), FlopsPerQuestion = null, LatencyMs = new ModelLatency(null, null),
        };
        return Sample.Summary() with { Models = [model] };
    }
}
