using System.Buffers.Binary;
using System.Numerics;

namespace Espalier.Checkpoints.PyTorch;

/// <summary>
/// The format before PyTorch 1.6: five pickles (a magic number, the protocol 1001, facts about the system, what was saved, the keys of
/// the storages), then for each key the number of elements (8 bytes) and the elements.
/// </summary>
internal sealed class LegacyContainer : IContainer
{
    private const long Protocol = 1001;
    private static readonly BigInteger Magic = BigInteger.Parse("01950a86a20f9469cfc6c", System.Globalization.NumberStyles.HexNumber, null);

    private readonly MappedFile _file;
    private readonly Dictionary<string, (long Offset, Storage Storage)> _storages = new(StringComparer.Ordinal);
    private long _position;

    /// <summary>Reads the pickles and finds the storages.</summary>
    /// <exception cref="InputException">Something is malformed, missing or not allowed.</exception>
    public LegacyContainer(MappedFile file)
    {
        _file = file;
        if (Next("magic number", out _) is not BigInteger magic || magic != Magic)
            throw Bad("magic number", "another value", "the magic number of torch.save");
        if (Next("protocol", out _) is not Protocol) throw Bad("protocol", "another one", $"{Protocol}");
        if (Next("system", out _) is not PickleDict system || system.Find("little_endian") is not true)
            throw Bad("system", "another byte order", "little-endian");
        Root = Next("object", out List<Storage> storages);
        if (Next("storage keys", out _) is not List<object?> keys) throw Bad("storage keys", "something else", "a list");
        Locate(storages, keys);
    }

    /// <inheritdoc/>
    public object? Root { get; }

    /// <inheritdoc/>
    public long Offset(Storage storage) => _storages[storage.Key].Offset;

    private void Locate(List<Storage> mentioned, List<object?> keys)
    {
        foreach (Storage storage in mentioned)
        {
            if (_storages.TryGetValue(storage.Key, out (long, Storage Storage) known)
                && (known.Storage.Type != storage.Type || known.Storage.Count != storage.Count))
                throw Bad($"storage \"{storage.Key}\"", "two types or lengths", "one");
            _storages[storage.Key] = (-1, storage);
        }
        foreach (object? item in keys)
        {
            if (item is not string key || !_storages.TryGetValue(key, out (long Offset, Storage Storage) entry) || entry.Offset >= 0)
                throw Bad("storage keys", $"the key \"{item}\"", "each storage that was mentioned, once");
            if (_file.Length - _position < 8) throw Bad($"storage \"{key}\"", "an early end", "its length");
            long count = BinaryPrimitives.ReadInt64LittleEndian(_file.Span(_position, 8));
            _position += 8;
            if (count != entry.Storage.Count) throw Bad($"storage \"{key}\"", $"{count} elements", $"{entry.Storage.Count}");
            if (entry.Storage.ByteLength > _file.Length - _position)
                throw Bad($"storage \"{key}\"", "an early end", $"{entry.Storage.ByteLength} bytes");
            _storages[key] = (_position, entry.Storage);
            _position += entry.Storage.ByteLength;
        }
        string? missing = _storages.FirstOrDefault(entry => entry.Value.Offset < 0).Key;
        if (missing is not null) throw Bad("storage keys", $"no \"{missing}\"", "each storage that was mentioned");
    }

    private object? Next(string place, out List<Storage> storages)
    {
        ReadOnlySpan<byte> bytes = _file.Span(_position, Math.Min(_file.Length - _position, PickleReader.MaxLength));
        PickleReader reader = new(bytes, _file.Path, $"pickle of the {place} at {_position}");
        object? value = reader.Read();
        _position += reader.Position;
        storages = reader.Storages;
        return value;
    }

    private InputException Bad(string place, string found, string expected) => new(_file.Path, place, found, expected);
}
