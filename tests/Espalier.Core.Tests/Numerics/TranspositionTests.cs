using Espalier.Numerics;

namespace Espalier.Core.Tests.Numerics;

public sealed class TranspositionTests
{
    [Fact]
    public void A_matrix_is_turned_within_larger_ones()
    {
        const int rows = 37, columns = 21, fromWidth = 25, toWidth = 40;
        float[] from = [.. Enumerable.Range(0, rows * fromWidth).Select(i => (float)i)], to = new float[columns * toWidth];
        Transposition.Turn(from, fromWidth, to, toWidth, rows, columns);
        for (int row = 0; row < toWidth; row++)
        {
            for (int column = 0; column < columns; column++) Assert.Equal(row < rows ? (row * fromWidth) + column : 0, to[(column * toWidth) + row]);
        }
    }
}
