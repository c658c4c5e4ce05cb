namespace Espalier.Checkpoints;

/// <summary>
/// A checkpoint in several files, shown as one. Opening refuses it unless the index and the files say the same: every tensor is in the file that the index
/// gives it, and the files hold no other tensors.
/// </summary>
internal sealed class ShardedCheckpoint : ITensorSource
{
    private readonly Dictionary<string, ITensorSource> _shards = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, TensorInfo> _tensors = new(StringComparer.Ordinal);
    private readonly ShardIndex _index;

    private ShardedCheckpoint(ShardIndex index) => _index = index;

    /// <summary>The index's file.</summary>
    public string Path => _index.Path;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

    /// <summary>What the index says; what its files say of themselves is left out.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _index.Metadata;

    /// <summary>Opens all files of an index.</summary>
    /// <param name="index">The index.</param>
    /// <param name="open">Opens one file.</param>
    /// <exception cref="InputException">A file is malformed, or does not hold what the index says.</exception>
    public static ShardedCheckpoint Open(ShardIndex index, Func<string, ITensorSource> open)
    {
        ShardedCheckpoint checkpoint = new(index);
        try
        {
            foreach (string shard in index.Shards) checkpoint._shards.Add(shard, open(index.PathOf(shard)));
            checkpoint.Compare();
            return checkpoint;
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Read(string name, Span<byte> destination) => _shards[_index.ShardOf[this.Find(name).Name]].Read(name, destination);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ITensorSource shard in _shards.Values) shard.Dispose();
    }

    private void Compare()
    {
        foreach ((string name, string shard) in _index.ShardOf)
        {
            if (!_shards[shard].Tensors.TryGetValue(name, out TensorInfo? info))
                throw new InputException(Path, $"weight_map, tensor \"{name}\"", $"\"{shard}\", which does not hold it", "the file that does");
            _tensors.Add(name, info);
        }
        foreach ((string shard, ITensorSource source) in _shards)
        {
            string? other = source.Tensors.Keys.FirstOrDefault(name => _index.ShardOf.GetValueOrDefault(name) != shard);
            if (other is not null)
                throw new InputException(source.Path, $"tensor \"{other}\"", "one that the index does not give to this file", $"those of {Path} alone");
        }
    }
}
