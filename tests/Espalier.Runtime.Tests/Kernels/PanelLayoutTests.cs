using Espalier.Kernels;

namespace Espalier.Tests.Kernels;

public sealed class PanelLayoutTests
{
    [Theory]
    [InlineData(16, 64)]
    [InlineData(8, 64)]
    [InlineData(4, 32)]
    public void Panels_cover_every_column_once_and_differ_by_a_granule_at_most(int granule, int widest)
    {
        for (int columns = 1; columns < 700; columns++)
        {
            PanelLayout layout = new(columns, granule, widest);
            int next = 0, middle = layout.Start(layout.Panels / 2);
            for (int panel = 0; panel < layout.Panels; panel++)
            {
                int width = layout.Width(panel);
                Assert.Equal(next, layout.Start(panel));
                Assert.InRange(width, granule, widest);
                Assert.InRange(layout.Width(0) - width, -granule, granule);
                Assert.Equal(0, width % granule);
                for (int column = next; column < next + width; column++) Assert.Equal(panel, layout.PanelOf(column));
                next += width;
            }
            Assert.Equal(next, layout.Padded);
            // So that two threads have the same to do.
            if (layout.Panels % 2 == 0) Assert.InRange(next - (2 * middle), 0, granule);
            Assert.InRange(layout.Padded - columns, 0, granule - 1);
            Assert.Equal((layout.Padded + widest - 1) / widest, layout.Panels);
        }
    }
}
