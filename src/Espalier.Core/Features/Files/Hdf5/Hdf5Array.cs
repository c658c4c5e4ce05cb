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

    // What gzip makes at most of a byte.
    private const long MostInflated = 1032;

    // Bytes of texts to read at a time, where each is as long as the file; and rows of them.
    private const long MostTexts = 1 << 28, MostTextRows = 1 << 12;

    private const string IdText = "an image's id, or a name that ends in one";

    // Numbers that are converted at a time, if a row has no more.
    private const int Block = 1 << 16;

    private readonly Hdf5File _file;
    private readonly NativeDataset _dataset;
    private readonly SimpleReadingChunkCache _chunks;
    private bool _seen;

    /// <summary>Looks at an array; nothing of it is read yet.</summary>
    /// <exception cref="InputException">It is larger than the file can hold, or its chunks are too large to read it in order.</exception>
    public Hdf5Array(Hdf5File file, string name, NativeDataset dataset)
    {
        (_file, Name, _dataset) = (file, name, dataset);
        Shape = file.Try(name, 0, () => dataset.Space.Type == H5DataspaceType.Null ? throw Wrong("nothing", "numbers") : dataset.Space.Dimensions);
        RowNumbers = Shape.Skip(1).Aggregate(1.0, (product, axis) => product * axis) is <= MostRowNumbers and var row ? (int)row : throw Wrong(Text, "the features of images");
        if (Shape is [> MostRows, ..]) throw Wrong(Text, $"at most {MostRows} rows");
        _chunks = new SimpleReadingChunkCache(int.MaxValue, (ulong)file.Try(name, 0, Cached));
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
        // All rows may have the same long text, of which each makes a copy.
        long step = Math.Clamp(MostTexts / _file.Length, 1, MostTextRows);
        List<long> ids = [];
        for (long first = 0; first < Rows && RowNumbers > 0; first += step) ids.AddRange(ReadTexts(first, Math.Min(step, Rows - first)).Select(Id));
        return [.. ids];
    }

    /// <summary>What an array should be instead.</summary>
    public InputException Wrong(string found, string expected) => new(_file.Path, Name, found, expected);

    private string?[] ReadTexts(long first, long rows)
    {
        // The library gives null for a text that was never written.
        string?[] texts = _file.Try(Name, DataReads, () => _dataset.Read<string?[]>(new H5DatasetAccess(ChunkCache: _chunks), RowsOf(first, rows)));
        if (!IsHere(rows * RowNumbers * _dataset.Type.Size, exactly: false)) throw Elsewhere();
        _seen = true;
        return texts;
    }

    private long Id(string? name)
    {
        if (name is null) throw Wrong("a text that was never written", IdText);
        if (name.Length > Hdf5Names.LongestId) throw Wrong($"a text of {name.Length} letters", IdText);
        return RegionRecord.IdOf(name) ?? throw Wrong($"'{name}'", IdText);
    }

    private HyperslabSelection? RowsOf(long first, long rows)
    {
        if (Shape.Length == 0) return null;
        ulong[] starts = new ulong[Shape.Length], blocks = [(ulong)rows, .. Shape.AsSpan(1)];
        starts[0] = (ulong)first;
        return new HyperslabSelection(Shape.Length, starts, blocks);
    }

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
        int step = Math.Min(destination.Length, Math.Max(1, Block / Math.Max(1, RowNumbers)) * RowNumbers);
        TFrom[] values = new TFrom[step];
        for (int done = 0; done < destination.Length; done += step)
        {
            Memory<TFrom> block = values.AsMemory(0, Math.Min(step, destination.Length - done));
            ReadRows(first + (done / RowNumbers), block);
            TensorPrimitives.ConvertTruncating<TFrom, TTo>(block.Span, destination.Span[done..]);
        }
    }

    private void ReadRows<T>(long first, Memory<T> destination)
        where T : unmanaged
    {
        if (destination.Length == 0) return;
        HyperslabSelection? rows = RowsOf(first, destination.Length / RowNumbers);
        _file.Try(Name, DataReads, () =>
        {
            _dataset.Read(new H5DatasetAccess(ChunkCache: _chunks), destination.Span, rows);
            return true;
        });
        if (!IsHere((long)destination.Length * Unsafe.SizeOf<T>(), exactly: true)) throw Elsewhere();
        _seen = true;
    }

    /// <summary>
    /// Whether what was just read came out of this file. A contiguous array may lie in another one, or nowhere, and then is not read from here. Chunks
    /// cannot lie elsewhere, but an array without any delivers nothing; they are kept, so only the first read tells. Of an array some of whose chunks
    /// were never written this says nothing: their images are all 0, which is refused.
    /// </summary>
    private bool IsHere(long bytes, bool exactly) => _dataset.Layout.Class switch
    {
        H5DataLayoutClass.Contiguous => exactly ? _file.Delivered == bytes : _file.Delivered >= bytes,
        H5DataLayoutClass.Chunked => _seen || _file.Delivered > 0,
        _ => true,
    };

    private InputException Elsewhere() => Wrong("data in another file, or none", "an array that lies in this file");

    /// <summary>
    /// Bytes of chunks to keep. Reading in order decodes each chunk once if those that share a row are kept, and those of the row that follows, in which
    /// a chunk may end.
    /// </summary>
    private long Cached()
    {
        (double size, H5DataLayoutClass layout) = (_dataset.Type.Size, _dataset.Layout.Class);
        if (layout == H5DataLayoutClass.VirtualStorage || Hdf5Header.LiesInOtherFiles(_dataset)) throw Elsewhere();
        double all = Shape.Aggregate(size, (product, axis) => product * axis);
        if (layout != H5DataLayoutClass.Chunked && all > _file.Length)
            throw Wrong($"{Text} of {size} bytes each in a file of {_file.Length}", "a file that was not cut short");
        if (layout != H5DataLayoutClass.Chunked) return LeastCached;
        ulong[] chunk = _dataset.Layout.Chunks;
        string text = $"chunks [{string.Join(", ", chunk)}]";
        if (chunk.Length != Shape.Length || chunk.Contains(0ul)) throw Wrong($"{text} of an array {Text}", "chunks with as many axes as the array, none of them 0");
        double bytes = size * chunk[0];
        for (int axis = 1; axis < chunk.Length; axis++) bytes *= Math.Ceiling((double)Shape[axis] / chunk[axis]) * chunk[axis];
        double needed = Shape.Length == 2 ? 2 * bytes : bytes;
        if (!(needed <= MostCached)) throw Wrong($"{text}, of which {needed / (1 << 20):N0} MiB have to be held at once", "chunks of fewer rows; h5repack -l makes them");
        if (Math.Max(all, Shape[0] > 0 ? bytes : 0) > (double)MostInflated * _file.Length)
            throw Wrong($"{text} of {size} bytes a number, of an array {Text}, in a file of {_file.Length}", "a file in which all of them were written");
        return Math.Max((long)needed, LeastCached);
    }
}
