using System.Globalization;

namespace Espalier.Checkpoints.PyTorch;

/// <summary>
/// Turns what a pickle holds into named tensors: keys of nested dictionaries are joined with dots ("state_dict.pooler.weight"), and
/// places in lists and tuples are counted from 0. Numbers, Booleans and texts on the way become metadata under the same names; None is
/// left out.
/// </summary>
internal sealed class PickleFlattening(string path)
{
    private const int MaxDepth = 32;
    private const int MaxValues = 1 << 20;
    private const int MaxCharacters = 1 << 25;
    private int _values;
    private int _characters;

    /// <summary>The tensors by name.</summary>
    public OrderedDictionary<string, StridedTensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>The other values by name, as text.</summary>
    public OrderedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds what a value holds. Since dictionaries may be shared, the number of values on all ways is bounded, not only their
    /// depth.</summary>
    public void Add(string name, object? value, int depth = 0)
    {
        if (depth > MaxDepth) throw Bad(name, $"more than {MaxDepth} levels", "fewer (or a dictionary that does not contain itself)");
        if (++_values > MaxValues) throw Bad(name, $"more than {MaxValues} values", "fewer");
        switch (value)
        {
            case PickleDict dictionary:
                foreach ((object? key, object? item) in dictionary.Items) Add(Join(name, KeyText(name, key)), item, depth + 1);
                break;
            case List<object?> list:
                for (int i = 0; i < list.Count; i++) Add(Join(name, i.ToString(CultureInfo.InvariantCulture)), list[i], depth + 1);
                break;
            case object?[] tuple:
                for (int i = 0; i < tuple.Length; i++) Add(Join(name, i.ToString(CultureInfo.InvariantCulture)), tuple[i], depth + 1);
                break;
            case StridedTensor tensor:
                // A tensor that was saved alone has no name of its own.
                Once(Tensors.TryAdd(depth == 0 ? "tensor" : name, tensor), name);
                break;
            case null:
                break;
            default:
                Once(Metadata.TryAdd(name, LeafText(name, value)), name);
                break;
        }
    }

    private string KeyText(string name, object? key) => key switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => throw Bad(name, "a key that is neither text nor an integer", "texts"),
    };

    private string LeafText(string name, object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        PickleGlobal global => global.Name,
        string or long or double or System.Numerics.BigInteger => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ => throw Bad(name, "a storage", "tensors"),
    };

    private string Join(string name, string key)
    {
        _characters += name.Length + key.Length + 1;
        if (_characters > MaxCharacters) throw Bad("", $"names of more than {MaxCharacters} characters in all", "shorter names");
        return name.Length == 0 ? key : $"{name}.{key}";
    }

    private void Once(bool added, string name)
    {
        if (!added) throw Bad(name, "the name twice", "each name once");
    }

    private InputException Bad(string name, string found, string expected) =>
        new(path, $"value \"{(name.Length <= 200 ? name : name[..200] + "...")}\"", found, expected);
}
