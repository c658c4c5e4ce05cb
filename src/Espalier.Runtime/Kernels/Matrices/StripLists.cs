namespace Espalier.Kernels.Matrices;

/// <summary>What a kernel reads of the order of a sparse matrix's weights.</summary>
/// <param name="Blocks">Blocks of a row.</param>
/// <param name="Bands">The rows of each band.</param>
/// <param name="Listed">What each band lists of each block, [bands, blocks].</param>
/// <param name="RowsInBand">Listed rows, each within its band. Those that keep nothing in a block are not listed there.</param>
/// <param name="Lengths">How many weights each row has of a strip, or of a row that is left, at least 1.</param>
/// <param name="Length">How many numbers stand in this order: all weights that are kept, and the zeros that fill strips.</param>
internal sealed record StripLists(int Blocks, SparseBand[] Bands, SparseBlock[] Listed, ushort[] RowsInBand, byte[] Lengths, int Length)
{
    /// <summary>What a band lists of a block.</summary>
    public SparseBlock Part(int band, int block) => Listed[(band * Blocks) + block];

    /// <summary>How many numbers a band's part of a block takes.</summary>
    public int NumbersOf(int band, int block)
    {
        int part = (band * Blocks) + block;
        return (part + 1 < Listed.Length ? Listed[part + 1].Value : Length) - Listed[part].Value;
    }
}
