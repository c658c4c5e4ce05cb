namespace Espalier.Features;

/// <summary>Some lines of a TSV file of region features, decoded. Of two blocks one is read and decoded while the other is used.</summary>
internal sealed class RegionTsvBlock
{
    private const int Lines = 32;

    private readonly byte[][] _lines = [.. Enumerable.Range(0, Lines).Select(_ => Array.Empty<byte>())];
    private readonly RegionRecord[] _records = [.. Enumerable.Range(0, Lines).Select(_ => new RegionRecord())];
    private readonly int[] _lengths = new int[Lines];
    private readonly bool[] _wanted = new bool[Lines];
    private readonly InputException?[] _failures = new InputException?[Lines];
    private int _count;

    private RegionTsvBlock()
    {
    }

    /// <summary>Bytes of the file up to the end of this block, decompressed.</summary>
    public long End { get; private set; }

    /// <summary>The images, in the order of the file. Valid until the next block is asked for.</summary>
    public IEnumerable<RegionRecord> Records => Enumerable.Range(0, _count).Where(i => _wanted[i]).Select(i => _records[i]);

    /// <summary>Reads a file block by block.</summary>
    /// <param name="lines">The file's lines.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="done">Images that are not wanted; their features are not decoded.</param>
    /// <exception cref="InputException">A line is not as it must be; the first one, whichever thread met it.</exception>
    public static IEnumerable<RegionTsvBlock> Read(LineReader lines, string file, IReadOnlySet<long> done)
    {
        RegionTsvBlock used = new(), filling = new();
        Task<bool> next = Task.Run(() => filling.Fill(lines, file, done));
        try
        {
            while (next.GetAwaiter().GetResult())
            {
                (used, filling) = (filling, used);
                RegionTsvBlock empty = filling;
                next = Task.Run(() => empty.Fill(lines, file, done));
                yield return used;
            }
        }
        finally
        {
            // The stream must not be closed under a reader when the consumer stops early; how that read ends does not matter then.
            Task.WaitAny([next], CancellationToken.None);
        }
    }

    private bool Fill(LineReader lines, string file, IReadOnlySet<long> done)
    {
        long first = lines.Lines;
        for (_count = 0; _count < Lines; _count++)
        {
            _lengths[_count] = lines.Read(ref _lines[_count]);
            if (_lengths[_count] < 0) break;
        }
        End = lines.Bytes;
        Parallel.For(0, _count, i =>
        {
            ReadOnlySpan<byte> line = _lines[i].AsSpan(0, _lengths[i]);
            (_failures[i], _wanted[i]) = (null, line.Length > 0 && !(RegionTsvLine.ImageId(line) is { } id && done.Contains(id)));
            try
            {
                if (_wanted[i]) RegionTsvLine.Read(line, _records[i], file, first + i + 1);
            }
            catch (InputException error)
            {
                _failures[i] = error;
            }
        });
        return _failures.Take(_count).FirstOrDefault(failure => failure is not null) is { } failed ? throw failed : _count > 0;
    }
}
