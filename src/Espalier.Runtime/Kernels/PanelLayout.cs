namespace Espalier.Kernels;

/// <summary>
/// How the columns of a value (one for each word piece or region of each example) lie in memory. They are cut into panels of nearly equal width, wider and
/// narrower ones by turns, that a kernel's tile takes as a whole; a panel holds its part of all rows, row by row, so that what a kernel reads of it lies close together. The last
/// panel has columns that mean nothing, up to a whole granule.
/// </summary>
internal readonly record struct PanelLayout
{
    private readonly int _granule, _granules;

    /// <summary>Lays columns out.</summary>
    /// <param name="columns">How many, at least 1.</param>
    /// <param name="granule">Widths are multiples of this.</param>
    /// <param name="widest">The widest panel, a multiple of the granule.</param>
    public PanelLayout(int columns, int granule, int widest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Columns = columns;
        Padded = checked(columns + granule - 1) / granule * granule;
        Panels = checked(Padded + widest - 1) / widest;
        _granule = granule;
        _granules = Padded / granule;
    }

    /// <summary>Columns that mean something.</summary>
    public int Columns { get; }

    /// <summary>Columns in memory.</summary>
    public int Padded { get; }

    /// <summary>How many panels there are.</summary>
    public int Panels { get; }

    /// <summary>The first column of a panel, or the end of the last one.</summary>
    public int Start(int panel) => _granule * (int)((long)panel * _granules / Panels);

    /// <summary>Columns of a panel in memory.</summary>
    public int Width(int panel) => Start(panel + 1) - Start(panel);

    /// <summary>The panel of a column.</summary>
    public int PanelOf(int column) => (int)(((((column / _granule) + 1L) * Panels) - 1) / _granules);
}
