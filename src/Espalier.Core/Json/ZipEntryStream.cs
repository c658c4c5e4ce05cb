using System.IO.Compression;

namespace Espalier.Json;

/// <summary>One entry of an archive; closes the archive with itself.</summary>
internal sealed class ZipEntryStream(ZipArchive archive, Stream entry) : ReadOnlyStream
{
    public override int Read(Span<byte> buffer) => entry.Read(buffer);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            entry.Dispose();
            archive.Dispose();
        }
        base.Dispose(disposing);
    }
}
