using Microsoft.Extensions.Logging;
using SkiaSharp;

namespace Espalier.Reports.Html;

/// <summary>Reads example pictures, makes them small and turns them into data addresses.</summary>
internal sealed class ExampleImages(string folder, ILogger logger)
{
    private const long MostBytes = 64L << 20, MostPixels = 64L << 20;
    private const int LongestSide = 360;

    /// <summary>A data address and the size in pixels; null if the file is missing or is no picture.</summary>
    public (string Address, int Width, int Height)? Load(string? image)
    {
        if (image is null) return null;
        string path = Path.Combine(folder, image);
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: <= MostBytes }) return Read(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            logger.LogWarning(error, "{Image} cannot be read.", path);
            return null;
        }
        logger.LogWarning("{Image} is not there or is too large; the report shows its question without it.", path);
        return null;
    }

    private (string Address, int Width, int Height)? Read(string path)
    {
        using SKData data = SKData.Create(path);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || (long)codec.Info.Width * codec.Info.Height is <= 0 or > MostPixels)
        {
            logger.LogWarning("{Image} is not a picture that can be shown.", path);
            return null;
        }
        using SKBitmap? bitmap = SKBitmap.Decode(codec);
        if (bitmap is null) return null;
        double scale = Math.Min(1, (double)LongestSide / Math.Max(bitmap.Width, bitmap.Height));
        if (scale == 1) return Address(bitmap, SKEncodedImageFormat.Png, "image/png");
        SKImageInfo size = new(Math.Max(1, (int)(bitmap.Width * scale)), Math.Max(1, (int)(bitmap.Height * scale)));
        using SKBitmap small = bitmap.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return Address(small, SKEncodedImageFormat.Jpeg, "image/jpeg");
    }

    private static (string Address, int Width, int Height) Address(SKBitmap bitmap, SKEncodedImageFormat format, string type)
    {
        using SKData encoded = bitmap.Encode(format, quality: 85);
        return ($"data:{type};base64,{Convert.ToBase64String(encoded.AsSpan())}", bitmap.Width, bitmap.Height);
    }
}
