namespace Espalier.Data;

/// <summary>What a detector says about a region.</summary>
/// <param name="Kind">Index into the kinds of the corpus, or <see cref="None"/>.</param>
/// <param name="Color">Index into the colours of the corpus, or <see cref="None"/>.</param>
public readonly record struct RegionLabel(int Kind, int Color)
{
    /// <summary>No label: the region shows nothing known, or its colour has no name.</summary>
    public const int None = -1;
}
