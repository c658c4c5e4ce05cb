namespace Espalier.Kernels;

/// <summary>A value in memory: panels of columns, each row by row.</summary>
/// <param name="numbers">All panels, behind each other.</param>
/// <param name="layout">How the columns lie.</param>
/// <param name="rows">Numbers of a column.</param>
internal readonly ref struct Panels(Span<float> numbers, PanelLayout layout, int rows)
{
    /// <summary>All numbers, with those of columns that mean nothing.</summary>
    public Span<float> Numbers { get; } = numbers;

    /// <summary>How the columns lie.</summary>
    public PanelLayout Layout { get; } = layout;

    /// <summary>Numbers of a column.</summary>
    public int Rows { get; } = rows;

    /// <summary>A panel, [rows, its width].</summary>
    public Span<float> Panel(int panel) => Numbers.Slice(Rows * Layout.Start(panel), Rows * Layout.Width(panel));

    /// <summary>Some rows of a panel, [count, its width].</summary>
    public Span<float> Band(int panel, int first, int count)
    {
        int width = Layout.Width(panel);
        return Numbers.Slice((Rows * Layout.Start(panel)) + (first * width), count * width);
    }

    /// <summary>The columns from one on that are neighbours in memory.</summary>
    /// <param name="column">The first column.</param>
    /// <param name="most">How many are wanted.</param>
    /// <param name="start">Where its first number is.</param>
    /// <param name="width">From there to its second number, and so on.</param>
    /// <returns>How many there are, at most as many as are wanted.</returns>
    public int Run(int column, int most, out int start, out int width)
    {
        int panel = Layout.PanelOf(column), first = Layout.Start(panel);
        width = Layout.Width(panel);
        start = (Rows * first) + column - first;
        return Math.Min(most, first + width - column);
    }

    /// <summary>Copies columns that stand behind each other.</summary>
    /// <param name="column">The first here.</param>
    /// <param name="to">A value with as many rows.</param>
    /// <param name="toColumn">The first there.</param>
    /// <param name="count">How many.</param>
    public void Copy(int column, Panels to, int toColumn, int count)
    {
        for (int done = 0, run; done < count; done += run)
        {
            run = Run(column + done, count - done, out int from, out int fromWidth);
            run = to.Run(toColumn + done, run, out int at, out int toWidth);
            for (int row = 0; row < Rows; row++, from += fromWidth, at += toWidth) Numbers.Slice(from, run).CopyTo(to.Numbers[at..]);
        }
    }

    /// <summary>Copies some rows of columns to a small matrix.</summary>
    /// <param name="column">The first column.</param>
    /// <param name="count">How many columns.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="to">[rows, <paramref name="toWidth"/>].</param>
    /// <param name="toWidth">From a row there to the next, at least the columns; what is beyond them is left as it is.</param>
    public void Read(int column, int count, int firstRow, Span<float> to, int toWidth)
    {
        for (int done = 0, run; done < count; done += run)
        {
            run = Run(column + done, count - done, out int from, out int width);
            from += firstRow * width;
            for (int at = done; at < to.Length; at += toWidth, from += width) Numbers.Slice(from, run).CopyTo(to[at..]);
        }
    }

    /// <summary>Copies a small matrix to some rows of columns; the reverse of <see cref="Read"/>.</summary>
    public void Write(int column, int count, int firstRow, ReadOnlySpan<float> source, int sourceWidth)
    {
        for (int done = 0, run; done < count; done += run)
        {
            run = Run(column + done, count - done, out int to, out int width);
            to += firstRow * width;
            for (int at = done; at < source.Length; at += sourceWidth, to += width) source.Slice(at, run).CopyTo(Numbers[to..]);
        }
    }
}
