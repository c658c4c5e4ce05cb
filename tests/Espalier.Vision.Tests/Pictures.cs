using Espalier.Features;

namespace Espalier.Vision.Tests;

/// <summary>Pictures that no two pixels of are alike, and the settings that leave them as they are.</summary>
internal static class Pictures
{
    /// <summary>Pixels as they are: nothing subtracted, divided by 255.</summary>
    public static Dictionary<string, string> Plain(params (string Key, string Value)[] more)
    {
        Dictionary<string, string> settings = new() { ["scale"] = "1/255", ["mean"] = "0,0,0", ["std"] = "1,1,1" };
        foreach ((string key, string value) in more) settings[key] = value;
        return settings;
    }

    public static PixelImage Make(int width, int height, int seed = 0)
    {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.Length; i++) rgb[i] = (byte)((((i + seed) * 2654435761u) >> 11) % 256);
        return new PixelImage(width, height, rgb);
    }

    /// <summary>Describes one picture.</summary>
    public static RegionRecord Describe(VisionModel model, PixelImage image)
    {
        RegionRecord record = new();
        model.Describe(record, 7, model.Prepare(image), "picture.png");
        return record;
    }
}
