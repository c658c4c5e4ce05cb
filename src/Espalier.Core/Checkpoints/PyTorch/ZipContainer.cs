namespace Espalier.Checkpoints.PyTorch;

/// <summary>The format since PyTorch 1.6: a zip archive of NAME/data.pkl and NAME/data/KEY for each storage.</summary>
internal sealed class ZipContainer : IContainer
{
    private readonly Dictionary<string, long> _offsets = new(StringComparer.Ordinal);

    /// <summary>Reads the archive's directory and its pickle.</summary>
    /// <exception cref="InputException">Something is malformed, missing or not allowed.</exception>
    public ZipContainer(MappedFile file)
    {
        ZipDirectory directory = new(file);
        string[] pickles = [.. directory.Names.Where(name => name.Split('/') is [_, "data.pkl"]).Take(2)];
        if (pickles is not [string pickle])
            throw new InputException(
                file.Path, "archive", pickles.Length == 0 ? "no NAME/data.pkl" : "several NAME/data.pkl", "what torch.save writes");
        string root = pickle[..^"data.pkl".Length];
        if (directory.TryFind(root + "constants.pkl", out _))
            throw new InputException(file.Path, "archive", "a TorchScript program", "a state dict saved with torch.save");
        if (directory.TryFind(root + "byteorder", out (long Offset, long Length) order)
            && !file.Span(order.Offset, Math.Min(order.Length, 16)).SequenceEqual("little"u8))
            throw new InputException(file.Path, $"archive entry \"{root}byteorder\"", "another byte order", "little");

        directory.TryFind(pickle, out (long Offset, long Length) range);
        PickleReader reader = new(file.Span(range.Offset, Math.Min(range.Length, PickleReader.MaxLength)), file.Path, pickle);
        Root = reader.Read();
        foreach (Storage storage in reader.Storages)
        {
            string name = $"{root}data/{storage.Key}";
            if (!directory.TryFind(name, out range))
                throw new InputException(file.Path, "archive", $"no entry \"{name}\"", "one for each storage");
            if (range.Length != storage.ByteLength)
                throw new InputException(
                    file.Path, $"archive entry \"{name}\"", $"{range.Length} bytes",
                    $"{storage.ByteLength} for {storage.Count} elements of {storage.Type.Name()}");
            _offsets[storage.Key] = range.Offset;
        }
    }

    /// <inheritdoc/>
    public object? Root { get; }

    /// <inheritdoc/>
    public long Offset(Storage storage) => _offsets[storage.Key];
}
