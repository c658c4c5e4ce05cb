namespace Espalier.Checkpoints;

/// <summary>Opens a checkpoint of any known format.</summary>
public static class CheckpointFile
{
    /// <summary>What a checkpoint may be called in a folder, as Hugging Face keeps models; the first that is there counts.</summary>
    public static IReadOnlyList<string> NamesInFolder { get; } = ["model.safetensors", "pytorch_model.bin"];

    /// <summary>The checkpoint's file in a folder, or null.</summary>
    public static string? FindIn(string folder) => NamesInFolder.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>
    /// Opens a checkpoint; the format is known by its content, not by its name. Of a folder, as Hugging Face keeps models, the file
    /// model.safetensors or pytorch_model.bin is opened.
    /// </summary>
    /// <exception cref="InputException">The file cannot be read, is malformed, or is of no known format.</exception>
    public static ITensorSource Open(string path)
    {
        if (Directory.Exists(path))
        {
            path = FindIn(path) ?? throw new InputException(path, "folder", "no checkpoint", string.Join(" or ", NamesInFolder));
        }
        return IsPyTorch(path) ? PyTorchFile.Open(path) : Expanded(SafetensorsFile.Open(path));
    }

    private static ITensorSource Expanded(SafetensorsFile file)
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

    private static bool IsPyTorch(string path)
    {
        using MappedFile file = new(path);
        // A safetensors file begins with a length and the brace of its header, a pickle with an instruction that gives its protocol.
        bool isSafetensors = file.Length > 8 && file.Span(8, 1)[0] == (byte)'{';
        bool isPyTorch = PyTorchFile.IsZip(file) || (file.Length > 2 && file.Span(0, 1)[0] == 0x80 && file.Span(1, 1)[0] is >= 2 and <= 5);
        if (isSafetensors || isPyTorch) return !isSafetensors;
        bool isPointer = file.Length > 20 && file.Span(0, 20).SequenceEqual("version https://git-"u8);
        throw new InputException(
            path,
            "beginning",
            isPointer ? "a pointer of Git LFS instead of the file itself (\"git lfs pull\" fetches it)" : "an unknown format",
            "safetensors, or what torch.save writes");
    }
}
