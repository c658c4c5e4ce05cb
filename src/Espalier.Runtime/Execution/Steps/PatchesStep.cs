using Espalier.Kernels;
using Espalier.Numerics;

namespace Espalier.Execution.Steps;

/// <summary>Cuts pictures into squares.</summary>
/// <param name="pictures">The input.</param>
/// <param name="side">Width and height of a picture in pixels.</param>
/// <param name="square">Width and height of a square in pixels.</param>
/// <param name="y">Where they go: a column's numbers are its red, its green, then its blue pixels, each by rows.</param>
internal sealed class PatchesStep(string pictures, int side, int square, Slot y) : Step
{
    private readonly int _across = side / square;

    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Reads => [];

    /// <inheritdoc/>
    public override Slot? Writes => y;

    /// <inheritdoc/>
    public override int Parts(Plan plan) => plan.Layout(y).Panels;

    /// <inheritdoc/>
    public override void Run(Workspace run, int part, Span<float> scratch)
    {
        Panels to = run.Value(y);
        Span<float> panel = to.Panel(part);
        ReadOnlySpan<float> pixels = run.Rows(pictures);
        (int first, int width) = (to.Layout.Start(part), to.Layout.Width(part));
        for (int column = 0; column < width && first + column < to.Layout.Columns; column++)
        {
            (int picture, int patch) = Math.DivRem(first + column, _across * _across);
            int corner = (picture * 3 * side * side) + (patch / _across * square * side) + (patch % _across * square);
            for (int line = 0; line < 3 * square; line++)
            {
                // Colour after colour, and in each line after line.
                int from = corner + (line / square * side * side) + (line % square * side);
                Transposition.Turn(pixels.Slice(from, square), square, panel[((line * square * width) + column)..], width, 1, square);
            }
        }
    }
}
