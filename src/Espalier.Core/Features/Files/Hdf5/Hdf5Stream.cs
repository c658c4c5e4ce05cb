using System.Runtime.CompilerServices;

namespace Espalier.Features;

/// <summary>
/// What an HDF5 file is read through. It counts, so that a file whose structures go round in circles comes to an end, and so that data that did not come
/// from the file itself are noticed: the format lets a data set lie in any other file of the machine.
/// </summary>
/// <param name="file">The file; disposed of with this.</param>
/// <param name="name">Its name, for messages.</param>
internal sealed class Hdf5Stream(FileStream file, string name) : Stream
{
    private long _reads, _bytes;

    /// <summary>Bytes read since <see cref="Allow"/>.</summary>
    public long Delivered { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position { get => file.Position; set => file.Position = value; }

    /// <summary>Begins an operation.</summary>
    /// <param name="reads">How many reads it may make.</param>
    /// <param name="bytes">How many bytes it may read.</param>
    public void Allow(long reads, long bytes) => (_reads, _bytes, Delivered) = (reads, bytes, 0);

    public override int Read(Span<byte> buffer)
    {
        // Structures within structures end the stack before they have read that much.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (--_reads < 0 || buffer.Length > _bytes - Delivered) throw new InputException(name, $"byte {file.Position}", "structures without an end", "an undamaged HDF5 file");
        int read = file.Read(buffer);
        Delivered += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
