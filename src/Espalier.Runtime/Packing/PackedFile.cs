using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using Espalier.Execution;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>
/// A packed model file (.esp), mapped into memory: a safetensors file whose matrices of many zeros are stored without them, with all that is needed to
/// ask the model (docs/packed.md). As a source of tensors it shows matrices as they were, with their zeros. Opening it checks that its headers
/// and what it says of the model fit together; a matrix is checked when it is first read. Reading from several threads is safe.
/// </summary>
public sealed class PackedFile : IPackedSource
{
    private readonly SafetensorsFile _file;
    private readonly OrderedDictionary<string, TensorInfo> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Lazy<StoredTable>> _packed = new(StringComparer.Ordinal);

    private PackedFile(SafetensorsFile file)
    {
        _file = file;
        Description = PackedMetadata.Read(file.Path, file.Metadata);
        foreach ((string name, TensorInfo info) in file.Tensors)
        {
            if (PackedShape.MatrixOf(name) is not { } matrix)
            {
                _tensors.Add(name, info);
            }
            else if (!_packed.ContainsKey(matrix))
            {
                PackedShape shape = PackedShape.Read(file, matrix);
                _tensors.Add(matrix, new TensorInfo(matrix, TensorType.F32, [shape.Rows, shape.Columns]));
                _packed.Add(matrix, new Lazy<StoredTable>(() => StoredTable.Open(file, shape)));
            }
        }
    }

    /// <inheritdoc/>
    public string Path => _file.Path;

    /// <summary>The tensors as they were before they were packed.</summary>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata => _file.Metadata;

    /// <summary>What the file says of its model.</summary>
    public PackedDescription Description { get; }

    /// <summary>Names of the matrices that are stored without zeros.</summary>
    public IReadOnlyCollection<string> PackedNames => _packed.Keys;

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">It cannot be read, is damaged, or is no packed model of this version.</exception>
    public static PackedFile Open(string path)
    {
        SafetensorsFile file = SafetensorsFile.Open(path);
        try
        {
            return new PackedFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Compares everything in the file with the checksums in it. Reads the whole file.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="InputException">Something is not as it was written, or has no checksum.</exception>
    public void Verify(CancellationToken cancel = default) => PackedChecksums.Verify(_file, cancel);

    /// <inheritdoc/>
    public void Read(string name, Span<byte> destination)
    {
        TensorInfo info = this.Find(name);
        if (destination.Length != info.ByteLength) throw new ArgumentException($"Tensor \"{name}\" has {info.ByteLength} bytes, not {destination.Length}.", nameof(destination));
        if (((IPackedSource)this).FindSparse(name) is not { } table)
        {
            _file.Read(name, destination);
            return;
        }
        Span<float> weights = MemoryMarshal.Cast<byte, float>(destination);
        for (int row = 0; row < table.Rows; row++) table.Row(row, weights[(row * table.Columns)..]);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <inheritdoc/>
    SparseTable? IPackedSource.FindSparse(string name) => _packed.TryGetValue(name, out Lazy<StoredTable>? table) ? table.Value : null;

    /// <inheritdoc/>
    ReadOnlySpan<float> IPackedSource.Floats(string name) => Floats(_file.Find(name));

    /// <inheritdoc/>
    IRowTable IPackedSource.Table(string name)
    {
        if (((IPackedSource)this).FindSparse(name) is { } sparse) return sparse;
        TensorInfo info = _file.Find(name);
        ReadOnlySpan<float> weights = Floats(info);
        FiniteWeights.Require(Path, weights, at => $"tensor \"{name}\", number {at}");
        return new MappedTable(_file, info);
    }

    private ReadOnlySpan<float> Floats(TensorInfo info) => info.Type == TensorType.F32
        ? MemoryMarshal.Cast<byte, float>(_file.Bytes(info.Name))
        : throw new InputException(Path, $"tensor \"{info.Name}\"", $"{info}", "F32, as this version stores weights");
}
