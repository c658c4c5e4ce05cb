namespace Espalier.Json;

/// <summary>Passes bytes on. More than is allowed, or damaged compression, is an input error.</summary>
internal sealed class BoundedStream(Stream inner, string file, long most) : ReadOnlyStream
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
        return total <= most ? read : throw new InputException(
            file, "contents", $"more than {most:N0} bytes", "at most that");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
