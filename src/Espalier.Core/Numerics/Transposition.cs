namespace Espalier.Numerics;

/// <summary>Turns a matrix over its diagonal.</summary>
public static class Transposition
{
    // A square of this side stays in the first-level cache, whatever the distance of rows.
    private const int Side = 16;

    /// <summary>Turns.</summary>
    /// <param name="from">The matrix, row by row.</param>
    /// <param name="fromWidth">From a row there to the next.</param>
    /// <param name="to">Where its columns become rows.</param>
    /// <param name="toWidth">From a row there to the next.</param>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is larger than what holds it.</exception>
    public static void Turn(ReadOnlySpan<float> from, int fromWidth, Span<float> to, int toWidth, int rows, int columns)
    {
        for (int top = 0; top < rows; top += Side)
        {
            int bottom = Math.Min(top + Side, rows);
            for (int left = 0; left < columns; left += Side)
            {
                int right = Math.Min(left + Side, columns);
                for (int column = left; column < right; column++)
                {
                    Span<float> turned = to.Slice(column * toWidth, bottom);
                    for (int row = top; row < turned.Length; row++) turned[row] = from[(row * fromWidth) + column];
                }
            }
        }
    }
}
