using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Espalier.Checkpoints.PyTorch;

/// <summary>
/// A restricted interpreter for pickles: it builds nulls, Booleans, 64-bit integers, doubles, texts, tuples (arrays), lists, dictionaries,
/// storages and tensors, and nothing else. What <c>REDUCE</c> calls is on the list of <see cref="PickleGlobal"/> and done here.
/// </summary>
/// <remarks>
/// Every instruction reads at least one byte and makes at most one value, so that time and memory are bounded by the length of the
/// pickle and the number of its instructions, which are bounded here. There is no recursion.
/// </remarks>
internal ref struct PickleReader
{
    /// <summary>Longer pickles are refused: they hold names and shapes, about 300 bytes a tensor.</summary>
    public const int MaxLength = 16 << 20;

    /// <summary>A tensor takes about 40 instructions.</summary>
    private const int MaxSteps = 1 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _path;
    private readonly string _place;
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private int _position;

    /// <summary>Starts at the beginning of some bytes.</summary>
    /// <param name="bytes">The pickle, and perhaps what follows it.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="place">What the pickle is, for messages.</param>
    public PickleReader(ReadOnlySpan<byte> bytes, string path, string place)
    {
        _bytes = bytes[..Math.Min(bytes.Length, MaxLength)];
        (_path, _place) = (path, place);
    }

    /// <summary>Where the pickle ended.</summary>
    public readonly int Position => _position;

    /// <summary>The storages that were mentioned.</summary>
    public List<Storage> Storages { get; } = [];

    /// <summary>Runs the pickle to its end.</summary>
    /// <exception cref="InputException">It is malformed, or wants something that is not allowed.</exception>
    public object? Read()
    {
        for (int steps = 0; ; steps++)
        {
            if (steps == MaxSteps) throw Bad($"more than {MaxSteps} instructions", "fewer");
            byte code = Take(1)[0];
            if (code != (byte)'.') Step(code);
            else return _stack.Count == 1 && _marks.Count == 0 ? _stack[0] : throw Bad("other than one value", "one value");
        }
    }

    private void Step(byte code)
    {
        switch (code)
        {
            case 0x80: Require(Take(1)[0] is >= 2 and <= 5, "a protocol", "2 to 5"); break;
            case 0x95: Take(8); break; // the length of a frame
            case (byte)'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'K': Push((long)Take(1)[0]); break;
            case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case (byte)'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case 0x8a: PushInteger(Take(Take(1)[0])); break;
            case (byte)'I': PushLine(Line()); break;
            case (byte)'L': PushLine(Line().TrimEnd('L')); break;
            case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case (byte)'X': Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case 0x8c or (byte)'U': Push(Text(Take(1)[0])); break;
            case 0x8d: Push(Text(BinaryPrimitives.ReadUInt64LittleEndian(Take(8)))); break;
            case (byte)'S': Push(Unquoted(Line())); break;
            case (byte)'V': Push(Plain(Line())); break;
            case (byte)'(': _marks.Add(_stack.Count); break;
            case (byte)'0': Pop(); break;
            case (byte)')': Push(Array.Empty<object?>()); break;
            case 0x85: Push(PopMany(_stack.Count - 1)); break;
            case 0x86: Push(PopMany(_stack.Count - 2)); break;
            case 0x87: Push(PopMany(_stack.Count - 3)); break;
            case (byte)'t': Push(PopToMark()); break;
            case (byte)']': Push(new List<object?>()); break;
            case (byte)'l': Push(new List<object?>(PopToMark())); break;
            case (byte)'a': Append([Pop()]); break;
            case (byte)'e': Append(PopToMark()); break;
            case (byte)'}': Push(new PickleDict()); break;
            case (byte)'d': PushDictionary(PopToMark()); break;
            case (byte)'s': SetItems(PopMany(_stack.Count - 2)); break;
            case (byte)'u': SetItems(PopToMark()); break;
            case (byte)'q': _memo[Take(1)[0]] = Top(); break;
            case (byte)'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Top(); break;
            case 0x94: _memo[(uint)_memo.Count] = Top(); break;
            case (byte)'p': _memo[Key(Line())] = Top(); break;
            case (byte)'g': Recall(Key(Line())); break;
            case (byte)'h': Recall(Take(1)[0]); break;
            case (byte)'j': Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;
            case (byte)'c': PushGlobal(Line(), Line()); break;
            case 0x93: PushGlobal(); break;
            case (byte)'R': Reduce(); break;
            case (byte)'b': Build(); break;
            case (byte)'Q': PushStorage(); break;
            default: throw Bad($"the instruction 0x{code:x2}", "those of tensors and plain data");
        }
    }

    private void PushInteger(ReadOnlySpan<byte> bytes)
    {
        BigInteger value = new(bytes);
        Push(value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value);
    }

    // Protocol 0 writes numbers and names as lines of text; 00 and 01 are its Booleans.
    private readonly void PushLine(string line)
    {
        if (line is "00" or "01") Push(line == "01");
        else Push(long.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw Bad($"the number {Short(line)}", "one of 64 bits"));
    }

    private readonly uint Key(string line) =>
        uint.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out uint key) ? key : throw Bad($"memo {Short(line)}", "a number");

    private readonly string Unquoted(string line) =>
        line is [('\'' or '"') and var quote, .., var end] && end == quote ? Plain(line[1..^1]) : throw Bad($"the text {Short(line)}", "one in quotes");

    private readonly string Plain(string text) => !text.Contains('\\', StringComparison.Ordinal) ? text : throw Bad($"the text {Short(text)}", "one without escapes");

    private readonly void PushDictionary(object?[] items)
    {
        Push(new PickleDict());
        SetItems(items);
    }

    private void PushGlobal()
    {
        object? name = Pop(), module = Pop();
        if (module is string moduleText && name is string nameText) PushGlobal(moduleText, nameText);
        else throw Bad("a global without a name", "its module and name");
    }

    private void PushGlobal(string module, string name) => Push(PickleGlobal.Find(module, name)
        ?? throw Bad(
            $"the global {Short(module)}.{Short(name)}", "tensors, dictionaries, lists and plain values alone (nothing was executed)"));

    private void PushStorage()
    {
        // ("storage", class, key, device, count), and in the legacy format the description of a view, which is None since 2017.
        if (Pop() is not object?[] { Length: 5 or 6 } id || id[0] is not "storage"
            || id[1] is not PickleGlobal { Kind: GlobalKind.Storage } type || id[2] is not string key || id[4] is not long count
            || count < 0 || count > long.MaxValue / 8 || (id.Length == 6 && id[5] is not null))
            throw Bad("a malformed persistent id", "(\"storage\", a storage class of torch, key, device, count)");
        Storage storage = new(key, type.Type, count);
        Storages.Add(storage);
        Push(storage);
    }

    private void Reduce()
    {
        object? argument = Pop(), callee = Pop();
        if (callee is not PickleGlobal function || argument is not object?[] arguments)
            throw Bad("a call of something that is no function", "a function of the list");
        Push((function.Kind, arguments) switch
        {
            (GlobalKind.OrderedDict, []) => new PickleDict(),
            (GlobalKind.Size, [object?[] sizes]) => sizes,
            (GlobalKind.RebuildParameter, [StridedTensor tensor, ..]) => tensor,
            (GlobalKind.RebuildTensor, [Storage storage, long offset, object?[] shape, object?[] strides, ..]) =>
                Tensor(storage, offset, shape, strides),
            _ => throw Bad($"{function.Name} with wrong arguments", "those of a tensor"),
        });
    }

    private readonly StridedTensor Tensor(Storage storage, long offset, object?[] shape, object?[] strides)
    {
        bool areIntegers = Array.TrueForAll(shape, size => size is long) && Array.TrueForAll(strides, stride => stride is long);
        Require(areIntegers, "a shape or strides", "integers");
        return StridedTensor.TryCreate(storage, offset, [.. shape.Cast<long>()], [.. strides.Cast<long>()], out string problem)
            ?? throw Bad($"a tensor with {problem}", "one that lies within its storage and is no larger");
    }

    /// <summary>The state of an ordered dictionary is the versions of modules, which do not matter here.</summary>
    private readonly void Build()
    {
        Pop();
        Require(Top() is PickleDict, "a state of something else", "the state of an ordered dictionary");
    }

    private readonly void Append(object?[] items)
    {
        if (Top() is List<object?> list) list.AddRange(items);
        else throw Bad("an append to something else", "a list");
    }

    private readonly void SetItems(object?[] items)
    {
        if (Top() is not PickleDict dictionary || items.Length % 2 != 0) throw Bad("pairs for something else", "a dictionary");
        for (int i = 0; i < items.Length; i += 2) dictionary.Items.Add((items[i], items[i + 1]));
    }

    private readonly void Recall(uint key)
    {
        if (!_memo.TryGetValue(key, out object? value)) throw Bad($"memo {key}", "one that was stored");
        Push(value);
    }

    private readonly void Push(object? value) => _stack.Add(value);

    private readonly object? Top() => _stack.Count > Floor() ? _stack[^1] : throw Bad("an empty stack", "a value");

    private readonly object? Pop()
    {
        object? value = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private readonly object?[] PopToMark()
    {
        if (_marks.Count == 0) throw Bad("no mark", "a mark");
        int start = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return PopMany(start);
    }

    private readonly object?[] PopMany(int start)
    {
        if (start < Floor()) throw Bad("an empty stack", "values");
        object?[] values = [.. _stack[start..]];
        _stack.RemoveRange(start, values.Length);
        return values;
    }

    /// <summary>Values below the last mark are out of reach.</summary>
    private readonly int Floor() => _marks.Count > 0 ? _marks[^1] : 0;

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _bytes.Length - _position)
            throw Bad(_bytes.Length == MaxLength ? $"more than {MaxLength} bytes" : "an early end", "an end within the file and the limit");
        _position += length;
        return _bytes.Slice(_position - length, length);
    }

    private string Text(ulong length)
    {
        if (length > (ulong)(_bytes.Length - _position)) throw Bad($"a text of {length} bytes", "one that ends within the pickle");
        try
        {
            return StrictUtf8.GetString(Take((int)length));
        }
        catch (DecoderFallbackException error)
        {
            throw Bad("a text with other bytes", "valid UTF-8", error);
        }
    }

    private string Line()
    {
        int length = _bytes[_position..].IndexOf((byte)'\n');
        if (length < 0) throw Bad("a name without an end", "a line");
        string text = Text((ulong)length);
        Take(1);
        return text;
    }

    private static string Short(string text) => text.Length <= 100 ? text : text[..100] + "...";

    private readonly void Require(bool condition, string found, string expected)
    {
        if (!condition) throw Bad(found, expected);
    }

    private readonly InputException Bad(string found, string expected, Exception? inner = null) =>
        new(_path, $"{_place}, byte {_position}", found, expected, inner);
}
