using Espalier.Kernels;

namespace Espalier.Tests.Kernels;

public sealed class PanelLayoutTests
{
    [Theory]
    [InlineData(1, 8, 64)]
    [InlineData(20, 8, 64)]
    [InlineData(160, 8, 64)]
    [InlineData(288, 8, 64)]
    [InlineData(577, 8, 64)]
    [InlineData(33, 4, 32)]
    public void Panels_cover_every_column_once_and_differ_by_a_granule_at_most(int columns, int granule, int widest)
    {
        PanelLayout layout = new(columns, granule, widest);
        int next = 0;
        for (int panel = 0; panel < layout.Panels; panel++)
        {
            Assert.Equal(next, layout.Start(panel));
            Assert.InRange(layout.Width(panel), Math.Max(granule, layout.Width(0) - granule), Math.Min(widest, layout.Width(0)));
            Assert.Equal(0, layout.Width(panel) % granule);
            for (int column = next; column < next + layout.Width(panel); column++) Assert.Equal(panel, layout.PanelOf(column));
            next += layout.Width(panel);
        }
        Assert.Equal(next, layout.Padded);
        Assert.InRange(layout.Padded - columns, 0, granule - 1);
        Assert.Equal((layout.Padded + widest - 1) / widest, layout.Panels);
    }
}
