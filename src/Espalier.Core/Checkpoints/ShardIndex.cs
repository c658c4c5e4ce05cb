using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Espalier.Checkpoints;

/// <summary>
/// The index of a checkpoint in several files, as Hugging Face writes it:
/// <c>{"metadata": {"total_size": 24}, "weight_map": {"NAME": "model-00001-of-00002.safetensors"}}</c>. The files, called shards, lie beside it.
/// </summary>
internal sealed class ShardIndex
{
    /// <summary>Longer indexes are refused: they hold names alone, about 100 bytes a tensor.</summary>
    internal const int MaxLength = 16 << 20;

    /// <summary>More shards are refused: each is an open file.</summary>
    internal const int MaxShards = 1_000;

    private const string MapKey = "weight_map";

    // What leads to another folder, drive or stream on any system.
    private static readonly SearchValues<char> NotInNames = SearchValues.Create("/\\:\0");

    private readonly OrderedDictionary<string, string> _shardOf = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly List<string> _shards = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private bool _hasMap;

    private ShardIndex(string path) => Path = path;

    /// <summary>The index's own file, as it was named.</summary>
    public string Path { get; }

    /// <summary>By the name of a tensor, the name of the file that holds it, in the order of the index.</summary>
    public IReadOnlyDictionary<string, string> ShardOf => _shardOf;

    /// <summary>The names of the files, each once.</summary>
    public IReadOnlyList<string> Shards => _shards;

    /// <summary>The texts and numbers of the index's "metadata".</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Whether a file is such an index, by its first bytes: a brace, and no length of a safetensors header, whose last byte is zero.</summary>
    public static bool IsIn(MappedFile file) => file.Length > 8 && file.Span(0, 1)[0] == (byte)'{' && file.Span(7, 1)[0] != 0;

    /// <summary>Reads an index, and sees that its files are there; they are not opened.</summary>
    /// <exception cref="InputException">The file cannot be read, is too large, is not an index, or names files that are in another folder or missing.</exception>
    public static ShardIndex Read(string path)
    {
        using MappedFile file = new(path);
        if (file.Length > MaxLength) throw new InputException(path, "size", $"{file.Length} bytes", $"an index of at most {MaxLength} bytes");
        ShardIndex index = new(path);
        try
        {
            Utf8JsonReader json = new(file.Span(0, file.Length), new JsonReaderOptions { MaxDepth = 16 });
            index.ReadDocument(ref json);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how the reader reports text that is not UTF-8, or half of a surrogate pair.
            throw new InputException(path, "index", error.Message, "JSON in valid UTF-8", error);
        }
        string[] absent = [.. index.Shards.Where(shard => !File.Exists(index.PathOf(shard)))];
        index.Expect(
            absent.Length == 0, MapKey, $"{absent.Length} of {index.Shards.Count} files that are not there, such as \"{absent.FirstOrDefault()}\"", "all of them beside the index");
        return index;
    }

    /// <summary>Where a shard lies. Links are followed, since Hugging Face's cache is made of them.</summary>
    public string PathOf(string shard) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path) ?? "", shard);

    private void ReadDocument(ref Utf8JsonReader json)
    {
        json.Read();
        Expect(json.TokenType == JsonTokenType.StartObject, "index", json.TokenType, "a JSON object");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = json.GetString()!;
            json.Read();
            if (key == MapKey) ReadMap(ref json);
            else if (key == "metadata" && json.TokenType == JsonTokenType.StartObject) ReadMetadata(ref json);
            else json.Skip();
        }
        // One more read: only white space may follow, anything else throws.
        json.Read();
        Expect(_hasMap, MapKey, "nothing", "an object that gives each tensor the name of its file");
        Expect(_shards.Count > 0, MapKey, "no tensors", "at least one");
    }

    private void ReadMap(ref Utf8JsonReader json)
    {
        Expect(!_hasMap, MapKey, "the key twice", "it once");
        _hasMap = true;
        Expect(json.TokenType == JsonTokenType.StartObject, MapKey, json.TokenType, "an object that gives each tensor the name of its file");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!, place = $"{MapKey}, tensor \"{name}\"";
            json.Read();
            Expect(json.TokenType == JsonTokenType.String, place, json.TokenType, "the name of a file");
            string shard = json.GetString()!;
            bool isPlain = shard is not ("" or "." or "..") && !shard.AsSpan().ContainsAny(NotInNames);
            Expect(isPlain, place, $"\"{shard}\"", "the name of a file beside the index, not a path");
            Expect(_shardOf.TryAdd(name, shard), place, "the name twice", "each name once");
            if (_known.Add(shard)) _shards.Add(shard);
            Expect(_shards.Count <= MaxShards, place, $"more than {MaxShards} files", "fewer");
        }
    }

    private void ReadMetadata(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = json.GetString()!;
            json.Read();
            if (json.TokenType == JsonTokenType.String) _metadata[key] = json.GetString()!;
            else if (json.TokenType == JsonTokenType.Number) _metadata[key] = Encoding.UTF8.GetString(json.ValueSpan);
            else json.Skip();
        }
    }

    private void Expect(bool condition, string place, object found, string expected)
    {
        if (!condition) throw new InputException(Path, place, found.ToString()!, expected);
    }
}
