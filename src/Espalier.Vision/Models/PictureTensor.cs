using Espalier.Features;

namespace Espalier.Vision;

/// <summary>Makes of pictures what a model takes: resizes them, and writes each channel as a plane of (value x scale - mean) / std.</summary>
internal sealed class PictureTensor
{
    private const int Values = 256;
    private readonly VisionSettings _settings;
    private readonly float[][] _tables;

    /// <summary>Prepares for pictures.</summary>
    public PictureTensor(VisionSettings settings)
    {
        _settings = settings;
        _tables = [.. Enumerable.Range(0, 3).Select(plane => Enumerable.Range(0, Values)
            .Select(value => (float)(((value * settings.Scale) - settings.Mean[plane]) / settings.Std[plane])).ToArray())];
    }

    /// <summary>The size that a picture is resized to.</summary>
    public PictureSize SizeOf(PixelImage image)
    {
        if (_settings.Size is { } size) return size;
        (int width, int height, int shorter) = (image.Width, image.Height, _settings.Shorter!.Value);
        double scale = shorter / (double)Math.Min(width, height), most = (_settings.Longest ?? VisionSettingKeys.MaxSide) / (double)Math.Max(width, height);
        scale = Math.Min(scale, most);
        return new PictureSize(Math.Max(1, (int)((height * scale) + 0.5)), Math.Max(1, (int)((width * scale) + 0.5)));
    }

    /// <summary>Resizes a picture.</summary>
    public PixelImage Resize(PixelImage image)
    {
        PictureSize size = SizeOf(image);
        if (size == new PictureSize(image.Height, image.Width)) return image;
        return _settings.Filter == ResizeFilter.Bicubic ? BicubicResize.Apply(image, size.Width, size.Height) : BilinearResize.Apply(image, size.Width, size.Height);
    }

    /// <summary>Writes a picture.</summary>
    /// <param name="image">The picture, resized.</param>
    /// <param name="destination">3 x height x width numbers.</param>
    public void Write(PixelImage image, Span<float> destination)
    {
        int plane = image.Width * image.Height;
        ReadOnlySpan<byte> rgb = image.Rgb;
        for (int c = 0; c < 3; c++)
        {
            int channel = _settings.Channels == ChannelOrder.Rgb ? c : 2 - c;
            ReadOnlySpan<float> table = _tables[c];
            Span<float> into = destination.Slice(c * plane, plane);
            for (int i = 0, at = channel; i < into.Length; i++, at += 3) into[i] = table[rgb[at]];
        }
    }
}
