using Espalier.Tables;

namespace Espalier.Core.Tests.Tables;

public sealed class ReportTableTests
{
    private static readonly ReportTable Table = new("Some\tthings", [new("", "name", IsNumeric: false), new("OOD", "all")],
        [new(null, [new("a | b"), new("1.25", IsBest: true)]), new(null, [new("two\nlines"), new("−10.00")])]);

    [Fact]
    public void Text_has_aligned_columns_and_a_line_for_each_row() => Assert.Equal(
        """
        Some things
        name       OOD all
        ---------  -------
        a | b         1.25
        two lines   −10.00

        """, Table.ToText());

    [Fact]
    public void Nothing_stands_before_the_headings_of_a_table_without_a_title() =>
        Assert.StartsWith("name ", (Table with { Title = "" }).ToText(), StringComparison.Ordinal);
}
