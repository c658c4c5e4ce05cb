using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using Espalier.Execution;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>
/// A packed model file (.esp), mapped into memory: a safetensors file whose matrices of many zeros are stored without them, with all that is needed to
/// ask the model (docs/packed.md). As a source of tensors it shows all weights as fp32, with their zeros. Opening it checks that its headers
/// and what it says of the model fit together; a matrix is checked when it is read. Reading from several threads is safe.
/// </summary>
public sealed class PackedFile : IPackedSource
{
    private readonly SafetensorsFile _file;
    private readonly OrderedDictionary<string, TensorInfo> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PackedShape> _packed = new(StringComparer.Ordinal);

    private PackedFile(SafetensorsFile file)
    {
        _file = file;
        Description = PackedMetadata.Read(file.Path, file.Metadata);
        foreach ((string name, TensorInfo info) in file.Tensors)
        {
            if (PackedFormat.MatrixOf(name) is not { } matrix)
            {
                _tensors.Add(name, Shown(info));
            }
            else if (!_packed.ContainsKey(matrix) && !IsScaled(matrix))
            {
                PackedShape shape = PackedShape.Read(file, matrix);
                _tensors.Add(matrix, new TensorInfo(matrix, TensorType.F32, [shape.Rows, shape.Columns]));
                _packed.Add(matrix, shape);
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

    /// <summary>The file as it is stored.</summary>
    internal SafetensorsFile Stored => _file;

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">It cannot be read, is damaged, or is no packed model of this version.</exception>
    public static PackedFile Open(string path)
    {
        if (!File.Exists(path)) throw new InputException(path, "file", Directory.Exists(path) ? "a folder" : "nothing", "a packed model, as `espalier export esp` writes it");
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

    /// <summary>Compares the bytes of all tensors, and all texts, with the checksums in the file. Reads the whole file.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="InputException">Something is not as it was written, or has no checksum.</exception>
    public void Verify(CancellationToken cancel = default) => PackedChecksums.Verify(_file, cancel);

    /// <inheritdoc/>
    public void Read(string name, Span<byte> destination)
    {
        TensorInfo info = this.Find(name);
        if (destination.Length != info.ByteLength) throw new ArgumentException($"Tensor \"{name}\" has {info.ByteLength} bytes, not {destination.Length}.", nameof(destination));
        Span<float> weights = MemoryMarshal.Cast<byte, float>(destination);
        if (FindStrips(name) is { } sparse)
        {
            sparse.Read(weights);
        }
        else if (_file.Find(name) is var stored && stored.Type != info.Type)
        {
            StoredNumbers.ReadRows(_file.Mapped(name), ScalesOf(stored), 0, weights.Length / (int)stored.Shape[0], weights);
        }
        else
        {
            _file.Read(name, destination);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <inheritdoc/>
    SparseTable? IPackedSource.FindSparse(string name) => FindStrips(name);

    /// <inheritdoc/>
    IRowTable IPackedSource.Table(string name)
    {
        if (FindStrips(name) is { } sparse)
        {
            sparse.CheckRows();
            return sparse;
        }
        TensorInfo info = _file.Find(name);
        if (Shown(info).Type != TensorType.F32) throw new InputException(Path, $"tensor \"{name}\"", $"{info}", "F32, BF16, or I8 with scales, as weights are stored");
        // Before its numbers are read, as too great a one is refused.
        StoredTable table = new(_file.Mapped(name), ScalesOf(info));
        StoredNumbers.RequireFinite(_file, info);
        return table;
    }

    /// <inheritdoc/>
    MatrixValues? IPackedSource.FindNarrow(string name)
    {
        if (!_file.Tensors.TryGetValue(name, out TensorInfo? info) || info.Type == TensorType.F32 || Shown(info).Type != TensorType.F32) return null;
        return new StoredValues(_file.Mapped(name), ScalesOf(info));
    }

    /// <summary>A matrix that is stored without its zeros, or null where it is not.</summary>
    internal StripTable? FindStrips(string name) => _packed.TryGetValue(name, out PackedShape? shape) ? StripTable.Open(_file, shape) : null;

    // A matrix with its zeros that is of I8, which a part belongs to.
    private bool IsScaled(string matrix)
    {
        if (!_file.Tensors.TryGetValue(matrix, out TensorInfo? info) || info.Type != TensorType.I8) return false;
        if (PackedFormat.Suffixes.Count(suffix => _file.Tensors.ContainsKey(matrix + suffix)) > 1) return false;
        TensorInfo scales = _file.Find(matrix + PackedFormat.Scales);
        return info.Shape.Count >= 2 && scales.Type == TensorType.F32 && scales.Shape.SequenceEqual(info.Shape.Take(1)) ? true
            : throw new InputException(Path, $"tensor \"{scales.Name}\"", $"{scales}", $"F32, one for each row of {info}");
    }

    // Weights are shown as fp32, and what is none as it is.
    private TensorInfo Shown(TensorInfo info)
    {
        bool isNarrow = info.Type == TensorType.BF16 || (info.Type == TensorType.I8 && _file.Tensors.ContainsKey(info.Name + PackedFormat.Scales));
        return isNarrow && info.Shape.Count > 0 && info.Count > 0 ? new TensorInfo(info.Name, TensorType.F32, info.Shape) : info;
    }

    private float[] ScalesOf(TensorInfo info) => info.Type == TensorType.I8 ? StoredNumbers.Scales(_file, info.Name + PackedFormat.Scales) : [];
}
