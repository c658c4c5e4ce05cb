using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>
/// The words of a packed model file, which docs/packed.md describes: a safetensors file with the parts of matrices under suffixes of their names. A
/// matrix with many zeros is stored as a bit for each weight or, where that is smaller, as the columns of what is kept; either way as kept values.
/// </summary>
internal static class PackedFormat
{
    /// <summary>What files are called.</summary>
    public const string Extension = ".esp";

    /// <summary>The value of the key "format".</summary>
    public const string Name = "espalier-packed";

    /// <summary>The value of the key "version"; another one is another layout.</summary>
    public const string Version = "1";

    /// <summary>int64 [2]: rows and columns.</summary>
    public const string Shape = ".shape";

    /// <summary>The kept weights, row by row. F32 in this version: narrower ones would be BF16, or I8 with an F32 [rows] beside them.</summary>
    public const string Values = ".compressed";

    /// <summary>Bitmap: U8 [rows, columns / 8 rounded up], counted from the lowest bit.</summary>
    public const string Bits = ".bitmask";

    /// <summary>Bitmap: int64 [rows], where each row begins in the values.</summary>
    public const string Offsets = ".row_offsets";

    /// <summary>Columns: U8 [kept], each within its block.</summary>
    public const string Places = ".columns";

    /// <summary>Columns: U8 [rows, blocks], how many weights a row keeps in each block.</summary>
    public const string Counts = ".counts";

    /// <summary>Columns of a block. The packer takes them as they are, so it must be the kernels' own.</summary>
    public const int BlockColumns = SparseMatrix.BlockColumns;

    /// <summary>More rows or columns than this are refused as nonsense.</summary>
    public const long Most = 1 << 24;

    /// <summary>More weights than this are refused, as more than an array of bytes could hold.</summary>
    public const long MostWeights = 1 << 29;

    /// <summary>All suffixes of parts.</summary>
    public static IReadOnlyList<string> Suffixes { get; } = [Shape, Values, Bits, Offsets, Places, Counts];

    /// <summary>Blocks of a row.</summary>
    public static int Blocks(int columns) => SparseMatrix.BlocksOf(columns);

    /// <summary>Bytes of a row of bits.</summary>
    public static int Stride(int columns) => (columns + 7) / 8;

    /// <summary>Whether a weight is stored. A negative zero is, so that what is read is what was written.</summary>
    public static bool IsKept(float weight) => BitConverter.SingleToInt32Bits(weight) != 0;
}
