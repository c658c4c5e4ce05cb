namespace Espalier.Features;

/// <summary>Reads the lines of a stream into buffers that are used again. A line may be as long as an image's features.</summary>
/// <param name="stream">The text; not disposed of.</param>
/// <param name="file">The file, for messages.</param>
internal sealed class LineReader(Stream stream, string file)
{
    // The features of the largest image in base64, twice as long as they are, and all else.
    private const int BlockSize = 1 << 20, LongestLine = RegionRecord.MaxNumbers * sizeof(float) * 2;

    private readonly byte[] _block = new byte[BlockSize];
    private int _at, _end;

    /// <summary>Lines read so far.</summary>
    public long Lines { get; private set; }

    /// <summary>Bytes of the lines read so far, their ends included.</summary>
    public long Bytes { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <param name="line">Receives it without its end; grown as need be.</param>
    /// <returns>Its length; -1 at the end of the stream.</returns>
    /// <exception cref="InputException">The line is longer than any image's features.</exception>
    public int Read(ref byte[] line)
    {
        int length = 0;
        while (true)
        {
            if (_at == _end)
            {
                (_at, _end) = (0, stream.Read(_block));
                if (_end == 0)
                {
                    if (length == 0) return -1;
                    Lines++;
                    return Trimmed(line, length);
                }
            }
            int newline = _block.AsSpan(_at, _end - _at).IndexOf((byte)'\n'), taken = newline < 0 ? _end - _at : newline;
            if (length + taken > LongestLine) throw new InputException(file, $"line {Lines + 1}", $"more than {LongestLine} bytes", "the features of one image");
            if (line.Length < length + taken) Array.Resize(ref line, Math.Max(length + taken, Math.Min(LongestLine, 2 * line.Length)));
            _block.AsSpan(_at, taken).CopyTo(line.AsSpan(length));
            (length, _at, Bytes) = (length + taken, _at + taken, Bytes + taken);
            if (newline < 0) continue;
            _at++;
            Bytes++;
            Lines++;
            return Trimmed(line, length);
        }
    }

    private static int Trimmed(byte[] line, int length) => length > 0 && line[length - 1] == (byte)'\r' ? length - 1 : length;
}
