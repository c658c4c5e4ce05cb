using System.Diagnostics.CodeAnalysis;
using PureHDF;
using PureHDF.VOL.Native;

namespace Espalier.Features;

/// <summary>An HDF5 file, opened to find arrays in it. Not for several threads at once.</summary>
[RequiresUnreferencedCode(Reflection)]
[RequiresDynamicCode(Reflection)]
internal sealed class Hdf5File : IDisposable
{
    /// <summary>Why what reads HDF5 is not for programs compiled ahead of time.</summary>
    public const string Reflection = "PureHDF makes its decoders by reflection.";

    // More than a look-up in a group of millions takes.
    private const long LookupReads = 20_000;

    // More than the names of millions take, and more than those of an image's arrays do, of which each look-up reads all.
    private const long RootBytes = 1 << 28, GroupBytes = 1 << 20;

    // Fewer than any entry of a group takes.
    private const int EntryBytes = 16;

    private readonly Hdf5Stream _stream;
    private readonly NativeFile _file;

    private Hdf5File(string path, Hdf5Stream stream, NativeFile file) => (Path, _stream, _file) = (path, stream, file);

    /// <summary>The file, as the user named it.</summary>
    public string Path { get; }

    /// <summary>Its length in bytes.</summary>
    public long Length => _stream.Length;

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">It is missing, or no HDF5 file.</exception>
    public static Hdf5File Open(string path)
    {
        Hdf5Stream? stream = null;
        try
        {
            stream = new Hdf5Stream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read), path);
            return new Hdf5File(path, stream, Try(path, "superblock", stream, (LookupReads, RootBytes), () => H5File.Open(stream, leaveOpen: true)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InputException.Unreadable(path, error, "a readable HDF5 file");
        }
        catch (InputException)
        {
            stream?.Dispose();
            throw;
        }
    }

    /// <summary>Finds the first array of some names; null if there is none.</summary>
    /// <param name="group">The group that it is in, one of <see cref="Groups"/>; null for the root.</param>
    /// <param name="names">Names, the preferred one first.</param>
    /// <exception cref="InputException">It is none of numbers or texts, lies in another file, or the file is damaged.</exception>
    public Hdf5Array? Find(NativeGroup? group, params IReadOnlyList<string> names)
    {
        NativeGroup parent = group ?? _file;
        (long, long) most = (LookupReads, group is null ? RootBytes : GroupBytes);
        foreach (string name in names)
        {
            string place = group is null ? name : $"{group.Name}/{name}";
            // Those of groups have been looked at.
            if (group is null) RefuseLinks(_file, name);
            if (!Try(Path, place, _stream, most, () => parent.LinkExists(name))) continue;
            long lookup = Delivered;
            IH5Object found = Try(Path, place, _stream, most, () => parent.Get(name));
            // To get an object is to look it up again and to read its header. A link may lead to another file, and then the header is not read from this one.
            return found is NativeDataset dataset && Delivered > lookup
                ? new Hdf5Array(this, place, dataset)
                : throw new InputException(Path, place, found is NativeDataset ? "an array in another file" : "no array", "an array that lies in this file");
        }
        return null;
    }

    /// <summary>The groups in the root. To look each of many up by its name takes far longer.</summary>
    /// <exception cref="InputException">The file is damaged.</exception>
    public IReadOnlyList<NativeGroup> Groups()
    {
        List<NativeGroup> groups = [];
        long listed = 0;
        RefuseLinks(_file);
        using IEnumerator<IH5Object> children = Try(Path, "groups", _stream, (LookupReads, RootBytes), () => _file.Children().GetEnumerator());
        while (Try(Path, "groups", _stream, (LookupReads, RootBytes), children.MoveNext))
        {
            if (children.Current is NativeGroup group)
            {
                RefuseLinks(group);
                // Names may share their letters in the file, and do not in memory.
                if (group.Name.Length > Hdf5Names.LongestId) throw new InputException(Path, "groups", $"a name of {group.Name.Length} letters", "an image's id, or a name that ends in one");
                groups.Add(group);
            }
            if (++listed > Length / EntryBytes) throw new InputException(Path, "groups", "more of them than the file has room for", "an undamaged HDF5 file");
        }
        return groups;
    }

    /// <summary>Reads, and words whatever goes wrong in it.</summary>
    /// <param name="place">What is read, for messages.</param>
    /// <param name="reads">How many reads that may take.</param>
    /// <param name="read">What to do.</param>
    public T Try<T>(string place, long reads, Func<T> read) => Try(Path, place, _stream, (reads, long.MaxValue), read);

    /// <summary>Bytes that came from the file in the last <see cref="Try{T}(string, long, Func{T})"/>.</summary>
    public long Delivered => _stream.Delivered;

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _stream.Dispose();
    }

    private void RefuseLinks(NativeGroup group, string? name = null)
    {
        foreach ((string link, bool toOtherFile) in Hdf5Header.SymbolicLinks(group))
        {
            if (link == (name ?? link))
                throw new InputException(Path, group == _file ? $"link '{link}'" : $"link '{group.Name}/{link}'", toOtherFile ? "a link to another file" : "a symbolic link", "an array or a group that lies here");
        }
    }

    private static T Try<T>(string path, string place, Hdf5Stream stream, (long Reads, long Bytes) most, Func<T> read)
    {
        stream.Allow(most.Reads, most.Bytes);
        try
        {
            return read();
        }
        catch (Exception error) when (error is not InputException)
        {
            // The library throws what it happens to meet in a damaged file, a lack of memory for sizes that are none included.
            throw new InputException(path, place, error.Message, "an undamaged HDF5 file, little-endian, with gzip and shuffle as filters if any", error);
        }
    }
}
