using Espalier.Kernels;

namespace Espalier.Tests.Kernels;

/// <summary>Columns are found and copied wherever the borders of panels are.</summary>
public sealed class PanelsTests
{
    private const int RowCount = 3, ColumnCount = 150;
    private readonly PanelLayout _layout = new(ColumnCount, 8, 64);

    [Fact]
    public void Each_number_has_a_place_of_its_own()
    {
        Panels panels = Numbered();
        HashSet<int> places = [];
        for (int column = 0; column < ColumnCount; column++)
        {
            Assert.Equal(1, panels.Run(column, 1, out int start, out int width));
            for (int row = 0; row < RowCount; row++)
            {
                Assert.True(places.Add(start + (row * width)));
                Assert.Equal((1000 * row) + column, panels.Numbers[start + (row * width)]);
            }
        }
    }

    [Theory]
    [InlineData(0, 0, 150)]
    [InlineData(5, 61, 80)]
    [InlineData(63, 0, 2)]
    [InlineData(100, 149, 1)]
    public void Columns_are_copied_over_borders(int from, int to, int count)
    {
        Panels source = Numbered(), target = new(new float[RowCount * _layout.Padded], _layout, RowCount);
        source.Copy(from, target, to, count);
        for (int column = 0; column < ColumnCount; column++)
        {
            target.Run(column, 1, out int start, out int width);
            for (int row = 0; row < RowCount; row++)
                Assert.Equal(column >= to && column < to + count ? (1000 * row) + column - to + from : 0, target.Numbers[start + (row * width)]);
        }
    }

    [Fact]
    public void Some_rows_of_columns_are_read_and_written_back()
    {
        Panels source = Numbered(), target = new(new float[RowCount * _layout.Padded], _layout, RowCount);
        float[] matrix = new float[2 * 101];
        source.Read(40, 100, 1, matrix, 101);
        for (int column = 0; column < 100; column++)
        {
            Assert.Equal(1000 + 40 + column, matrix[column]);
            Assert.Equal(2000 + 40 + column, matrix[101 + column]);
        }
        target.Write(40, 100, 1, matrix, 101);
        float[] again = new float[2 * 101];
        target.Read(40, 100, 1, again, 101);
        Assert.Equal(matrix, again);
        Assert.Equal(0, target.Numbers.ToArray().Count(value => value is > 0 and < 1000));
    }

    private Panels Numbered()
    {
        Panels panels = new(new float[RowCount * _layout.Padded], _layout, RowCount);
        float[] rows = [.. Enumerable.Range(0, RowCount).SelectMany(row => Enumerable.Range(0, ColumnCount).Select(column => (float)((1000 * row) + column)))];
        panels.Write(0, ColumnCount, 0, rows, ColumnCount);
        return panels;
    }
}
