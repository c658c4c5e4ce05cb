using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using Espalier.Execution;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>A matrix of a packed file, which is read where it lies. Whoever makes one has it checked: kernels do not check what they are given.</summary>
/// <param name="file">The file; it stays open.</param>
/// <param name="shape">What its parts are.</param>
internal abstract class StoredTable(SafetensorsFile file, PackedShape shape) : SparseTable
{
    // Joined once, as tables are looked up in for every question.
    private readonly Dictionary<string, string> _parts = PackedFormat.Suffixes.ToDictionary(suffix => suffix, suffix => shape.Name + suffix, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int Rows => shape.Rows;

    /// <inheritdoc/>
    public override int Columns => shape.Columns;

    /// <inheritdoc/>
    public override int Kept => shape.Kept;

    /// <summary>The kept weights.</summary>
    protected ReadOnlySpan<float> Values => MemoryMarshal.Cast<byte, float>(Part(PackedFormat.Values));

    /// <summary>A matrix by its shape, with its contents checked.</summary>
    /// <exception cref="InputException">They are not those of a matrix.</exception>
    public static StoredTable Open(SafetensorsFile file, PackedShape shape) => shape.IsBitmap ? new BitmapTable(file, shape) : new ColumnTable(file, shape);

    /// <summary>A part of it, as bytes of the file.</summary>
    protected ReadOnlySpan<byte> Part(string suffix) => file.Bytes(_parts[suffix]);

    /// <summary>Refuses weights that are no finite numbers.</summary>
    protected void CheckValues() => FiniteWeights.Require(file.Path, Values, at => Place(PackedFormat.Values, $"number {at}"));

    /// <summary>What is wrong with a part.</summary>
    protected InputException Bad(string suffix, string place, string found, string expected) =>
        new(file.Path, Place(suffix, place), found, expected);

    private string Place(string suffix, string place) => $"tensor \"{shape.Name}{suffix}\", {place}";
}
