using Espalier.Architectures;

namespace Espalier.Packing;

/// <summary>A matrix of a packed file.</summary>
/// <param name="Name">Its name in the checkpoint.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Modality">The group that pruning counts it to; null if it is never pruned.</param>
/// <param name="Zeros">How many of its weights are 0.</param>
/// <param name="Layout">How it is held.</param>
/// <param name="Values">What its weights are rounded to.</param>
/// <param name="Bytes">What it takes in the file, all of its parts together.</param>
public sealed record PackedMatrixReport(
    string Name, long Rows, long Columns, Modality? Modality, long Zeros, PackedLayout Layout, PackedValues Values, long Bytes)
{
    /// <summary>How many weights it has.</summary>
    public long Count => Rows * Columns;
}
