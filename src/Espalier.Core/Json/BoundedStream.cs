using Espalier.Data;

namespace Espalier.Json;

/// <summary>Passes bytes on. More than <see cref="VqaLimits.MaxJsonBytes"/>, or damaged compression, is an input error.</summary>
internal sealed class BoundedStream(Stream inner, string file) : ReadOnlyStream
{
    private long total;

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = inner.Read(buffer);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw new InputException(file, $"byte {total:N0} of the contents", error.Message, "an undamaged file", error);
        }
        total += read;
        return total <= VqaLimits.MaxJsonBytes ? read : throw new InputException(
            file, "contents", $"more than {VqaLimits.MaxJsonBytes:N0} bytes", "a data set of at most that size");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
