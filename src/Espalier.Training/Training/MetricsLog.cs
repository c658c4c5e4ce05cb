using System.Buffers;
using System.Text.Json;

namespace Espalier.Training.Training;

/// <summary>
/// metrics.jsonl: a line of JSON for every few steps, for every refresh of thresholds and for every evaluation. Nothing in it depends on time, so that
/// a training that was killed and resumed leaves the same bytes.
/// </summary>
internal sealed class MetricsLog : IDisposable
{
    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>Opens the file and cuts off what is newer than the state that training goes on from.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">Bytes that belong to the state.</param>
    public MetricsLog(string path, long length)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        // Without a buffer, a full disk shows when the line is written and not when the file is closed.
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        WasCut = _file.Length < length;
        _file.SetLength(Math.Min(length, _file.Length));
        _file.Seek(0, SeekOrigin.End);
    }

    /// <summary>Whether lines that belong to the state are missing.</summary>
    public bool WasCut { get; }

    /// <summary>Adds a line.</summary>
    public void Write(Action<Utf8JsonWriter> properties)
    {
        _line.Clear();
        using (Utf8JsonWriter json = new(_line))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }
        _line.Write("\n"u8);
        _file.Write(_line.WrittenSpan);
    }

    /// <summary>Makes sure that all lines are on the disk.</summary>
    /// <returns>The length of the file.</returns>
    public long Flush()
    {
        _file.Flush(flushToDisk: true);
        return _file.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
