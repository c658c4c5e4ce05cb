using Espalier.Checkpoints;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>
/// The words of a packed model file, which docs/packed.md describes: a safetensors file with the parts of matrices under suffixes of their names. Of a
/// matrix with many zeros what is kept stands in the order in which kernels read it; a bit for each weight says which that is or, where that is smaller, the
/// columns of what is kept.
/// </summary>
internal static class PackedFormat
{
    /// <summary>What files are called.</summary>
    public const string Extension = ".esp";

    /// <summary>The value of the key "format".</summary>
    public const string Name = "espalier-packed";

    /// <summary>The value of the key "version"; another one is another layout.</summary>
    public const string Version = "2";

    /// <summary>int64 [2]: rows and columns.</summary>
    public const string Shape = ".shape";

    /// <summary>int64 [bands]: the first row of each band.</summary>
    public const string Bands = ".bands";

    /// <summary>F32, BF16 or I8 [places]: what is kept, and the zeros that fill strips.</summary>
    public const string Strips = ".strips";

    /// <summary>Bits: U8 [rows, columns / 8 rounded up], counted from the lowest bit.</summary>
    public const string Bits = ".bitmask";

    /// <summary>Columns: U8 [places], each within its block.</summary>
    public const string Columns = ".columns";

    /// <summary>Columns: U8 [rows, blocks], how many weights a row keeps in each block.</summary>
    public const string Counts = ".counts";

    /// <summary>F32 [rows]: what I8 numbers are multiplied with, of a matrix with its zeros, too.</summary>
    public const string Scales = ".scales";

    /// <summary>Columns of a block. What is stored is read by kernels as it is, so it must be their own.</summary>
    public const int BlockColumns = PackedMatrix.BlockColumns;

    /// <summary>More rows or columns than this are refused as nonsense.</summary>
    public const long Most = 1 << 24;

    /// <summary>More weights than this are refused, as more than an array of bytes could hold.</summary>
    public const long MostWeights = 1 << 29;

    /// <summary>All suffixes of parts.</summary>
    public static IReadOnlyList<string> Suffixes { get; } = [Shape, Bands, Strips, Bits, Columns, Counts, Scales];

    /// <summary>Blocks of a row.</summary>
    public static int Blocks(int columns) => PackedMatrix.BlocksOf(columns);

    /// <summary>Columns of a block of a row: the last one may have fewer.</summary>
    public static int WidthOf(int columns, int block) => Math.Min(BlockColumns, columns - (block * BlockColumns));

    /// <summary>Bytes of a row of bits.</summary>
    public static int Stride(int columns) => (columns + 7) / 8;

    /// <summary>How values are stored.</summary>
    public static TensorType TypeOf(PackedValues values) => values switch
    {
        PackedValues.BF16 => TensorType.BF16,
        PackedValues.I8 => TensorType.I8,
        _ => TensorType.F32,
    };

    /// <summary>The matrix to which a tensor belongs as a part, or null.</summary>
    public static string? MatrixOf(string tensor) =>
        Suffixes.FirstOrDefault(suffix => tensor.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix ? tensor[..^suffix.Length] : null;
}
