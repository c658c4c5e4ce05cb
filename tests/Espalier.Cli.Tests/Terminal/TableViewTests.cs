using Espalier.Cli.Terminal;
using Espalier.Tables;
using Spectre.Console;

namespace Espalier.Cli.Tests.Terminal;

public sealed class TableViewTests
{
    private static readonly ReportTable Wide = new("Wide", [.. Enumerable.Range(0, 20).Select(i => new ReportColumn("", $"column {i}", IsNumeric: i > 0))],
        [new ReportRow(0, [.. Enumerable.Range(0, 20).Select(i => new ReportCell($"value {i}", IsBest: i == 3))])]);

    [Fact]
    public void A_redirected_table_is_as_wide_as_it_need_be()
    {
        using StringWriter text = new() { NewLine = "\n" };
        Screens.Of(text).Write(TableView.Of(Wide));
        string[] lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, lines.Length);
        Assert.Contains("value 19", lines[^2], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.Equal(lines[^2].Length, line.Length));
        Assert.DoesNotContain('\u001b', text.ToString());
    }

    [Fact]
    public void Columns_without_names_have_no_row_of_headings()
    {
        using StringWriter text = new() { NewLine = "\n" };
        Screens.Of(text).Write(TableView.Of(new ReportTable("", [new("", "", IsNumeric: false), new("", "")], [new(null, [new("a"), new("1")])])));
        Assert.Equal(3, text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_table_on_a_terminal_keeps_to_its_width()
    {
        using StringWriter text = new() { NewLine = "\n" };
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        terminal.Profile.Width = 100;
        terminal.Write(TableView.Of(Wide));
        Assert.All(text.ToString().Split('\n'), line => Assert.True(line.Length <= 100, $"{line.Length} columns"));
    }

    [Theory]
    [InlineData(80, false)]
    [InlineData(140, true)]
    public void Numbers_stay_whole_and_the_frame_gives_way_where_there_is_no_room(int width, bool framed)
    {
        ReportTable accuracy = new("", [new("", "model", IsNumeric: false), .. Enumerable.Range(0, 10).Select(i => new ReportColumn(i < 5 ? "OOD" : "ID", $"kind{i}"))],
            [new(null, [new("lpf+lmh"), .. Enumerable.Range(0, 10).Select(i => new ReportCell($"−1{i}.25"))])]);
        using StringWriter text = new() { NewLine = "\n" };
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        terminal.Profile.Width = width;
        terminal.Write(TableView.Of(accuracy));
        Assert.Equal(framed, text.ToString().Contains('│', StringComparison.Ordinal));
        Assert.All(Enumerable.Range(0, 10), i => Assert.Contains($"−1{i}.25", text.ToString(), StringComparison.Ordinal));
    }
}
