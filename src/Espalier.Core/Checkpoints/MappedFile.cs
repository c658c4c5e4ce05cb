using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Espalier.Checkpoints;

/// <summary>
/// A whole file, mapped read-only. What is looked at through <see cref="Span"/> stays in the process's memory; what is copied whole is better read by
/// <see cref="Read"/>, which leaves nothing there. The file must not be shortened while it is open.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly SafeFileHandle _handle;

    /// <summary>Maps the file.</summary>
    /// <exception cref="InputException">The file is absent, empty, a folder, or may not be read.</exception>
    /// <exception cref="PlatformNotSupportedException">The processor is big-endian: numbers are used as they lie in files, which are little-endian.</exception>
    public MappedFile(string path)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Files are read on little-endian processors alone.");
        Path = path;
        try
        {
            FileInfo file = new(path);
            // The length of a link is that of its own text, and Hugging Face's cache is made of links.
            if (file.LinkTarget is not null) file = (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
            Length = file.Length;
            if (Length == 0) throw new InputException(path, "length", "0 bytes", "a checkpoint");
            _handle = File.OpenHandle(path);
            _map = MemoryMappedFile.CreateFromFile(_handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _map.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _map?.Dispose();
            _handle?.Dispose();
            throw InputException.Unreadable(path, error, "a checkpoint");
        }
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
    }

    /// <summary>The file, as the user named it.</summary>
    public string Path { get; }

    /// <summary>The number of bytes, at least 1.</summary>
    public long Length { get; }

    /// <summary>A window on the file. Valid until the file is disposed of.</summary>
    public ReadOnlySpan<byte> Span(long offset, long length)
    {
        ObjectDisposedException.ThrowIf(!_view.CanRead, this);
        if (offset < 0 || length < 0 || length > int.MaxValue || offset > Length - length)
            throw new ArgumentOutOfRangeException(nameof(offset), $"{length} bytes at {offset} of a file of {Length}");
        return new ReadOnlySpan<byte>(_start + offset, (int)length);
    }

    /// <summary>Copies bytes of the file.</summary>
    /// <exception cref="InputException">The file has become shorter.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(!_view.CanRead, this);
        if (offset < 0 || offset > Length - destination.Length)
            throw new ArgumentOutOfRangeException(nameof(offset), $"{destination.Length} bytes at {offset} of a file of {Length}");
        for (int done = 0; done < destination.Length;)
        {
            int read = RandomAccess.Read(_handle, destination[done..], offset + done);
            if (read == 0) throw new InputException(Path, $"byte {offset + done}", "the end of the file", $"{Length} bytes, as when it was opened");
            done += read;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_view.CanRead) return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
        _handle.Dispose();
    }
}
