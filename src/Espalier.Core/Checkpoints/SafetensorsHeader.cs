using System.Buffers.Binary;
using System.Text.Json;

namespace Espalier.Checkpoints;

/// <summary>
/// The header of a safetensors file: 8 bytes of its length, then JSON
/// <c>{"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, "__metadata__": {"key": "text"}}</c>,
/// where the offsets count from the header's end.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The key of the texts that are no tensors.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>The format's own limit.</summary>
    private const long MaxLength = 100_000_000;

    private readonly OrderedDictionary<string, TensorInfo> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _offsets = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly List<(long Begin, long End, string Name)> _ranges = [];
    private readonly string _path;
    private readonly long _dataStart;
    private readonly long _dataLength;
    private bool _hasMetadata;

    private SafetensorsHeader(string path, long dataStart, long dataLength) =>
        (_path, _dataStart, _dataLength) = (path, dataStart, dataLength);

    public IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Where a tensor begins, counted from the start of the file.</summary>
    public long Offset(string name) => _offsets[name];

    /// <summary>Reads and checks the header.</summary>
    public static SafetensorsHeader Read(MappedFile file)
    {
        if (file.Length < 8)
            throw new InputException(file.Path, "byte 0", $"{file.Length} bytes", "the 8-byte length of a safetensors header");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.Span(0, 8));
        if (length is < 2 or > MaxLength || (long)length > file.Length - 8)
            throw new InputException(file.Path, "byte 0", $"a header length of {length}", $"2 to {Math.Min(MaxLength, file.Length - 8)}; "
                + (length is < 2 or > MaxLength ? "this is no safetensors file, as checkpoints and packed models are" : "this file is cut short, or no safetensors file"));

        SafetensorsHeader header = new(file.Path, 8 + (long)length, file.Length - 8 - (long)length);
        try
        {
            Utf8JsonReader json = new(file.Span(8, (long)length), new JsonReaderOptions { MaxDepth = 4 });
            header.ReadEntries(ref json);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            // InvalidOperationException is how the reader reports text that is not UTF-8, or half of a surrogate pair.
            throw new InputException(file.Path, "header", error.Message, "JSON in valid UTF-8", error);
        }
        header.CheckCoverage();
        return header;
    }

    private void ReadEntries(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw Bad("header", $"{json.TokenType}", "a JSON object");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject) throw Bad(Place(name), $"{json.TokenType}", "an object");
            if (name == MetadataKey) ReadMetadata(ref json);
            else ReadTensor(name, ref json);
        }
        // One more read: only white space may follow, anything else throws.
        json.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader json)
    {
        if (_hasMetadata) throw Bad(MetadataKey, "the key twice", "each name once");
        _hasMetadata = true;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = json.GetString()!;
            json.Read();
            if (json.TokenType != JsonTokenType.String) throw Bad($"metadata \"{key}\"", $"{json.TokenType}", "a text");
            if (!_metadata.TryAdd(key, json.GetString()!)) throw Bad($"metadata \"{key}\"", "the key twice", "each key once");
        }
    }

    private void ReadTensor(string name, ref Utf8JsonReader json)
    {
        string? type = null;
        List<long>? shape = null, offsets = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string field = json.GetString()!;
            json.Read();
            bool first = field switch
            {
                "dtype" => type is null,
                "shape" => shape is null,
                "data_offsets" => offsets is null,
                _ => throw Bad(Place(name), $"the field \"{field}\"", "dtype, shape and data_offsets"),
            };
            if (!first) throw Bad(Place(name), $"\"{field}\" twice", "each field once");
            if (field == "dtype")
            {
                if (json.TokenType != JsonTokenType.String) throw Bad($"{Place(name)}, dtype", $"{json.TokenType}", "a text");
                type = json.GetString()!;
            }
            else if (field == "shape") shape = ReadNumbers(name, field, TensorInfo.MaxRank, ref json);
            else offsets = ReadNumbers(name, field, 2, ref json);
        }
        if (type is null || shape is null || offsets is not [long begin, long end])
            throw Bad(Place(name), "an incomplete entry", "dtype, shape and two data_offsets");
        Add(name, type, shape, begin, end);
    }

    private List<long> ReadNumbers(string name, string field, int most, ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray) throw Bad($"{Place(name)}, {field}", $"{json.TokenType}", "an array");
        List<long> numbers = [];
        while (json.Read() && json.TokenType == JsonTokenType.Number)
        {
            if (numbers.Count == most) throw Bad($"{Place(name)}, {field}", $"more than {most} numbers", $"at most {most}");
            bool isCount = json.TryGetInt64(out long number) && number >= 0;
            if (!isCount) throw Bad($"{Place(name)}, {field}", "a number that is negative, broken or too large", "a 63-bit count");
            numbers.Add(number);
        }
        if (json.TokenType != JsonTokenType.EndArray) throw Bad($"{Place(name)}, {field}", $"{json.TokenType}", "numbers");
        return numbers;
    }

    private void Add(string name, string typeName, List<long> shape, long begin, long end)
    {
        if (!TensorTypes.TryParse(typeName, out TensorType type))
            throw Bad($"{Place(name)}, dtype", $"\"{typeName}\"", $"one of {TensorTypes.AllNames}");
        if (!TensorInfo.TryCount(shape, type.Size(), out long count))
            throw Bad($"{Place(name)}, shape", TensorInfo.ShapeText(shape), "a shape whose byte length fits in 63 bits");
        if (begin > end || end > _dataLength)
            throw Bad($"{Place(name)}, data_offsets", $"[{begin}, {end}]", $"an ascending pair up to {_dataLength}{(begin > end ? "" : ", where the file ends: it is cut short")}");
        if (end - begin != count * type.Size())
            throw Bad(
                $"{Place(name)}, data_offsets", $"{end - begin} bytes",
                $"{count * type.Size()} for {typeName} {TensorInfo.ShapeText(shape)}");
        if (!_tensors.TryAdd(name, new TensorInfo(name, type, shape))) throw Bad(Place(name), "the name twice", "each name once");
        _offsets.Add(name, _dataStart + begin);
        _ranges.Add((begin, end, name));
    }

    /// <summary>The tensors must lie end to end over the whole data: bytes that nobody names could hide anything.</summary>
    private void CheckCoverage()
    {
        _ranges.Sort();
        long covered = 0;
        foreach ((long begin, long end, string name) in _ranges)
        {
            if (begin != covered) throw Bad($"{Place(name)}, data_offsets", $"a beginning at {begin}", $"{covered}, where the tensor before it ends");
            covered = end;
        }
        if (covered != _dataLength) throw Bad("data", $"{_dataLength} bytes", $"{covered}, where the last tensor ends");
    }

    private static string Place(string name) => $"tensor \"{name}\"";

    private InputException Bad(string place, string found, string expected) => new(_path, place, found, expected);
}
