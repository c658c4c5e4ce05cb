using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace Espalier.Features;

/// <summary>An array of an HDF5 file, read some rows at a time; a row is all that has the same first index.</summary>
[RequiresUnreferencedCode(Hdf5File.Reflection)]
[RequiresDynamicCode(Hdf5File.Reflection)]
internal sealed class Hdf5Array
{
    private const long MostRows = 1 << 26, MostRowNumbers = 1 << 28, MostCached = 1L << 30, LeastCached = 1 << 24, DataReads = 1 << 20;

    private readonly Hdf5File _file;
    private readonly NativeDataset _dataset;
    private readonly SimpleReadingChunkCache _chunks;
    private bool _seen;

    /// <summary>Looks at an array; nothing of it is read yet.</summary>
    /// <exception cref="InputException">It lies elsewhere, is larger than the file, or its chunks are too large to read it in order.</exception>
    public Hdf5Array(Hdf5File file, string name, NativeDataset dataset)
    {
        (_file, Name, _dataset) = (file, name, dataset);
        Shape = file.Try(name, 0, () => dataset.Space.Type == H5DataspaceType.Null ? throw Wrong("nothing", "numbers") : dataset.Space.Dimensions);
        double count = Shape.Aggregate(1.0, (product, axis) => product * axis);
        RowNumbers = Shape.Skip(1).Aggregate(1.0, (product, axis) => product * axis) is <= MostRowNumbers and var row ? (int)row : throw Wrong(Text, "the features of images");
        if (Shape is [> MostRows, ..]) throw Wrong(Text, $"at most {MostRows} rows");
        if (dataset.Layout.Class == H5DataLayoutClass.VirtualStorage) throw Elsewhere();
        if (dataset.Layout.Class == H5DataLayoutClass.Contiguous && count * dataset.Type.Size > file.Length)
            throw Wrong($"{Text} of {dataset.Type.Size} bytes each in a file of {file.Length}", "a file that was not cut short");
        _chunks = new SimpleReadingChunkCache(int.MaxValue, (ulong)Cached());
    }

    /// <summary>Its name in the file, with its group's.</summary>
    public string Name { get; }

    /// <summary>The lengths of its axes; empty for a single number.</summary>
    public ulong[] Shape { get; }

    /// <summary>Its axes, for messages.</summary>
    public string Text => $"[{string.Join(", ", Shape)}]";

    /// <summary>Rows; 1 for a single number.</summary>
    public long Rows => Shape.Length == 0 ? 1 : (long)Shape[0];

    /// <summary>Numbers of a row.</summary>
    public int RowNumbers { get; }

    private bool IsText => _dataset.Type.Class is H5DataTypeClass.String or H5DataTypeClass.VariableLength;

    /// <summary>Reads rows as singles.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="destination">As many whole rows as it holds.</param>
    /// <exception cref="InputException">The file is damaged, or these are no numbers.</exception>
    public void Read(long first, Memory<float> destination)
    {
        switch (_dataset.Type.Class, _dataset.Type.Size)
        {
            case (H5DataTypeClass.FloatingPoint, 4): ReadRows(first, destination); break;
            case (H5DataTypeClass.FloatingPoint, 2): Convert<Half, float>(first, destination); break;
            case (H5DataTypeClass.FloatingPoint, 8): Convert<double, float>(first, destination); break;
            default: Integers(first, destination); break;
        }
    }

    /// <summary>Reads all numbers as integers.</summary>
    /// <exception cref="InputException">The file is damaged, or these are no integers.</exception>
    public long[] ReadIntegers()
    {
        long[] values = new long[Rows * RowNumbers];
        Integers<long>(0, values);
        return values;
    }

    /// <summary>Reads all ids, which are integers, or names that end in one.</summary>
    /// <exception cref="InputException">The file is damaged, or these are no ids.</exception>
    public long[] ReadIds()
    {
        if (!IsText) return ReadIntegers();
        string[] names = _file.Try(Name, DataReads, () => _dataset.Read<string[]>());
        return [.. names.Select(name => RegionRecord.IdOf(name) ?? throw Wrong($"'{name}'", "an image's id, or a name that ends in one"))];
    }

    /// <summary>What an array should be instead.</summary>
    public InputException Wrong(string found, string expected) => new(_file.Path, Name, found, expected);

    private void Integers<T>(long first, Memory<T> destination)
        where T : unmanaged, INumberBase<T>
    {
        if (_dataset.Type.Class != H5DataTypeClass.FixedPoint) throw Wrong($"values of kind {_dataset.Type.Class}, {_dataset.Type.Size} bytes", "numbers");
        switch (_dataset.Type.Size, _dataset.Type.FixedPoint.IsSigned)
        {
            case (1, true): Convert<sbyte, T>(first, destination); break;
            case (1, false): Convert<byte, T>(first, destination); break;
            case (2, true): Convert<short, T>(first, destination); break;
            case (2, false): Convert<ushort, T>(first, destination); break;
            case (4, true): Convert<int, T>(first, destination); break;
            case (4, false): Convert<uint, T>(first, destination); break;
            case (8, true): Convert<long, T>(first, destination); break;
            case (8, false): Convert<ulong, T>(first, destination); break;
            case var (size, _): throw Wrong($"integers of {size} bytes", "1, 2, 4 or 8");
        }
    }

    private void Convert<TFrom, TTo>(long first, Memory<TTo> destination)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        TFrom[] values = new TFrom[destination.Length];
        ReadRows<TFrom>(first, values);
        TensorPrimitives.ConvertTruncating<TFrom, TTo>(values, destination.Span);
    }

    private void ReadRows<T>(long first, Memory<T> destination)
        where T : unmanaged
    {
        if (destination.Length == 0) return;
        ulong[] starts = new ulong[Shape.Length], blocks = [.. Shape];
        if (Shape.Length > 0) (starts[0], blocks[0]) = ((ulong)first, (ulong)(destination.Length / RowNumbers));
        HyperslabSelection? rows = Shape.Length > 0 ? new HyperslabSelection(Shape.Length, starts, blocks) : null;
        _file.Try(Name, DataReads, () =>
        {
            _dataset.Read(new H5DatasetAccess(ChunkCache: _chunks), destination.Span, rows);
            return true;
        });
        // What was never written, or lies in another file, does not come out of this one. Chunks are kept, so only the first read of them tells.
        bool here = _dataset.Layout.Class switch
        {
            H5DataLayoutClass.Contiguous => _file.Delivered == destination.Length * Unsafe.SizeOf<T>(),
            H5DataLayoutClass.Chunked => _seen || _file.Delivered > 0,
            _ => true,
        };
        _seen = true;
        if (!here) throw Elsewhere();
    }

    private InputException Elsewhere() => Wrong("data in another file, or none", "an array that lies in this file");

    /// <summary>Reading in order decodes each chunk once if those that share a row are kept, and those of the row that follows, in which a chunk may end.</summary>
    private long Cached()
    {
        if (_dataset.Layout.Class != H5DataLayoutClass.Chunked) return LeastCached;
        uint[] chunk = [.. _dataset.Layout.Chunks.Select(axis => checked((uint)axis))];
        double bytes = _dataset.Type.Size;
        for (int axis = 0; axis < chunk.Length; axis++) bytes *= axis == 0 ? chunk[0] : Math.Ceiling((double)Shape[axis] / chunk[axis]) * chunk[axis];
        double needed = Shape.Length == 2 ? 2 * bytes : bytes;
        return needed <= MostCached ? Math.Max((long)needed, LeastCached) : throw Wrong(
            $"chunks [{string.Join(", ", chunk)}], of which {needed / (1 << 20):N0} MiB have to be held at once",
            "chunks of fewer rows; h5repack -l makes them");
    }
}
