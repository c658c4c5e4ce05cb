namespace Espalier.Kernels;

/// <summary>
/// How the columns of a value (one for each word piece or region of each example) lie in memory. They are cut into panels of nearly equal width that a
/// kernel's tile takes as a whole; a panel holds its part of all rows, row by row, so that what a kernel reads of it lies close together. The last
/// panel has columns that mean nothing, up to a whole lane.
/// </summary>
internal readonly record struct PanelLayout
{
    private readonly int _granule, _whole, _wider;

    /// <summary>Lays columns out.</summary>
    /// <param name="columns">How many, at least 1.</param>
    /// <param name="granule">Widths are multiples of this.</param>
    /// <param name="widest">The widest panel, a multiple of the granule.</param>
    public PanelLayout(int columns, int granule, int widest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        int granules = (columns + granule - 1) / granule, most = widest / granule;
        (Columns, Padded, Panels) = (columns, granules * granule, (granules + most - 1) / most);
        (_granule, _whole, _wider) = (granule, granules / Panels, granules % Panels);
    }

    /// <summary>Columns that mean something.</summary>
    public int Columns { get; }

    /// <summary>Columns in memory.</summary>
    public int Padded { get; }

    /// <summary>How many panels there are.</summary>
    public int Panels { get; }

    /// <summary>The first column of a panel.</summary>
    public int Start(int panel) => _granule * ((panel * _whole) + Math.Min(panel, _wider));

    /// <summary>Columns of a panel in memory.</summary>
    public int Width(int panel) => _granule * (panel < _wider ? _whole + 1 : _whole);

    /// <summary>The panel of a column.</summary>
    public int PanelOf(int column)
    {
        int granule = column / _granule, inWider = _wider * (_whole + 1);
        return granule < inWider ? granule / (_whole + 1) : _wider + ((granule - inWider) / _whole);
    }
}
