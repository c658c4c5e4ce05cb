namespace Espalier.Fuzz;

/// <summary>What reads one kind of file, and small files of that kind to begin with.</summary>
/// <param name="folder">A folder of its own, for the file that is read and those that stand beside it.</param>
internal abstract class FileReader(string folder)
{
    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Bytes that it may allocate whatever the file.</summary>
    public virtual long Buffers => 96L << 20;

    /// <summary>The folder.</summary>
    protected string Folder { get; } = folder;

    /// <summary>Files of the kind, by a name for each, as small as they can be and yet different from one another.</summary>
    public abstract IEnumerable<(string Name, byte[] Bytes)> Seeds();

    /// <summary>Reads a file whole. Only an <see cref="InputException"/> may leave it.</summary>
    /// <param name="bytes">The file.</param>
    public abstract void Read(byte[] bytes);

    /// <summary>Reads a file as each of several kinds.</summary>
    /// <exception cref="InputException">It is of none of them.</exception>
    protected static void Any(params ReadOnlySpan<Action> kinds)
    {
        (int refusals, InputException? first) = (0, null);
        foreach (Action read in kinds)
        {
            try
            {
                read();
            }
            catch (InputException error)
            {
                (refusals, first) = (refusals + 1, first ?? error);
            }
        }
        if (refusals == kinds.Length) throw first!;
    }

    /// <summary>Writes the file that is read.</summary>
    protected string Write(string name, byte[] bytes)
    {
        string path = In(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>A path in the folder.</summary>
    protected string In(string name) => Path.Combine(Folder, name);

    /// <summary>The bytes of a file that something writes by name.</summary>
    protected byte[] Written(Action<string> write)
    {
        string path = In("seed");
        write(path);
        byte[] bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }
}
