namespace Espalier.Cli.Comparison;

/// <summary>A list that disposes of what is in it.</summary>
internal sealed class Owned<T> : IDisposable
    where T : IDisposable
{
    private readonly List<T> _items = [];

    /// <summary>What is in it.</summary>
    public IReadOnlyList<T> Items => _items;

    /// <summary>Puts something into it.</summary>
    public void Add(T item) => _items.Add(item);

    public void Dispose()
    {
        foreach (T item in _items) item.Dispose();
    }
}
