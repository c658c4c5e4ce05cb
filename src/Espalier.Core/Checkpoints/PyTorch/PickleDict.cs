namespace Espalier.Checkpoints.PyTorch;

/// <summary>A dictionary as it was pickled: pairs in order. Nothing is hashed, so hostile keys cost nothing.</summary>
internal sealed class PickleDict
{
    /// <summary>The pairs.</summary>
    public List<(object? Key, object? Value)> Items { get; } = [];

    /// <summary>The value of a key that is text; null if absent.</summary>
    public object? Find(string key) => Items.FindLast(item => item.Key is string text && text == key).Value;
}
