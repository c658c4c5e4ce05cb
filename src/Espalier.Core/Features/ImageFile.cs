using StbImageSharp;

namespace Espalier.Features;

/// <summary>
/// Reads PNG and JPEG pictures. Transparency is dropped, deeper channels are cut to 8 bits, grey becomes RGB, and a camera's
/// orientation tag is ignored, because boxes are given for the pixels as stored.
/// </summary>
public static class ImageFile
{
    /// <summary>The largest picture file that is read, in bytes.</summary>
    public const int MaxFileBytes = 1 << 26;

    /// <summary>Decodes a picture file.</summary>
    /// <exception cref="InputException">The file is missing, too large, damaged, or neither PNG nor JPEG.</exception>
    public static PixelImage Decode(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Decode(stream, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InputException.Unreadable(path, error, "a readable picture");
        }
    }

    /// <summary>Decodes a picture from the rest of a stream.</summary>
    /// <param name="stream">Read to its end, at most <see cref="MaxFileBytes"/>.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InputException">The picture is too large, damaged, or neither PNG nor JPEG.</exception>
    public static PixelImage Decode(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] file = ReadBounded(stream, name);
        return Decode(file, name);
    }

    /// <summary>Decodes a picture from the bytes of its file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InputException">The picture is too large, damaged, or neither PNG nor JPEG.</exception>
    public static PixelImage Decode(byte[] file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Length > MaxFileBytes) throw TooLarge(name);
        ImageEnvelope.Check(file, name);
        try
        {
            var image = ImageResult.FromMemory(file, ColorComponents.RedGreenBlue);
            return new PixelImage(image.Width, image.Height, image.Data);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The decoder has no exception type of its own, and damaged data also surfaces as index and null errors.
            throw new InputException(name, "picture data", error.Message, "an undamaged PNG or JPEG picture", error);
        }
    }

    private static byte[] ReadBounded(Stream stream, string name)
    {
        using var copy = new MemoryStream();
        var chunk = new byte[1 << 16];
        for (int read; (read = stream.Read(chunk)) > 0;)
        {
            if (copy.Length + read > MaxFileBytes) throw TooLarge(name);
            copy.Write(chunk, 0, read);
        }
        return copy.ToArray();
    }

    private static InputException TooLarge(string name) =>
        new(name, "file", $"more than {MaxFileBytes} bytes", $"a picture of at most {MaxFileBytes} bytes");
}
