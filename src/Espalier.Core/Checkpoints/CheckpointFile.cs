namespace Espalier.Checkpoints;

/// <summary>Opens a checkpoint of any known format: safetensors or PyTorch, one file or several with a Hugging Face index.</summary>
public static class CheckpointFile
{
    private enum Format
    {
        Safetensors,
        PyTorch,
        Index,
    }

    /// <summary>What a checkpoint may be called in a folder, as Hugging Face keeps models; the first that is there counts.</summary>
    public static IReadOnlyList<string> NamesInFolder { get; } =
        ["model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json"];

    /// <summary>The checkpoint's file in a folder, or null; of a checkpoint in several files, the index.</summary>
    public static string? FindIn(string folder) => NamesInFolder.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>
    /// Opens a checkpoint; the format is known by its content, not by its name. Of a folder, as Hugging Face keeps models, the first file of
    /// <see cref="NamesInFolder"/> is opened. Of an index, the files that it names are opened and shown as one checkpoint.
    /// </summary>
    /// <exception cref="InputException">A file cannot be read, is malformed, or is of no known format; or index and files differ.</exception>
    public static ITensorSource Open(string path)
    {
        path = Resolve(path);
        return Expanded(FormatOf(path) == Format.Index ? ShardedCheckpoint.Open(ShardIndex.Read(path), OpenFile) : OpenFile(path));
    }

    /// <summary>All files of a checkpoint: itself, or an index and the files that it names.</summary>
    /// <param name="path">As for <see cref="Open"/>.</param>
    /// <exception cref="InputException">The file or the index cannot be read, is of no known format, or names files that are missing.</exception>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        path = Resolve(path);
        if (FormatOf(path) != Format.Index) return [path];
        ShardIndex index = ShardIndex.Read(path);
        return [path, .. index.Shards.Select(index.PathOf)];
    }

    private static string Resolve(string path) => !Directory.Exists(path)
        ? path
        : FindIn(path) ?? throw new InputException(path, "folder", "no checkpoint", string.Join(" or ", NamesInFolder));

    private static ITensorSource OpenFile(string path) => FormatOf(path) switch
    {
        Format.Safetensors => SafetensorsFile.Open(path),
        Format.PyTorch => PyTorchFile.Open(path),
        _ => throw new InputException(path, "beginning", "an index of files", "one of the files themselves"),
    };

    // After the files of an index have been put together, since the parts of a matrix may be in several.
    private static ITensorSource Expanded(ITensorSource file)
    {
        try
        {
            return SparseBitmaskLayout.IsIn(file) ? new SparseBitmaskCheckpoint(file) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static Format FormatOf(string path)
    {
        using MappedFile file = new(path);
        if (ShardIndex.IsIn(file)) return Format.Index;
        // A safetensors file begins with a length and the brace of its header, a pickle with an instruction that gives its protocol.
        if (file.Length > 8 && file.Span(8, 1)[0] == (byte)'{') return Format.Safetensors;
        if (PyTorchFile.IsZip(file) || (file.Length > 2 && file.Span(0, 1)[0] == 0x80 && file.Span(1, 1)[0] is >= 2 and <= 5)) return Format.PyTorch;
        bool isPointer = file.Length > 20 && file.Span(0, 20).SequenceEqual("version https://git-"u8);
        throw new InputException(
            path,
            "beginning",
            isPointer ? "a pointer of Git LFS instead of the file itself (\"git lfs pull\" fetches it)" : "an unknown format",
            "safetensors, what torch.save writes, or the index of such files");
    }
}
