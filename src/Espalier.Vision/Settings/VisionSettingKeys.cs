using System.Globalization;
using Espalier.Features;

namespace Espalier.Vision;

/// <summary>Every setting as text.</summary>
internal static class VisionSettingKeys
{
    /// <summary>The longest side of a model's input, in pixels.</summary>
    public const int MaxSide = 8192;

    private const int MaxName = 200;

    /// <summary>All keys, in the order of the documentation.</summary>
    public static IReadOnlyList<VisionSettingKey> All { get; } =
    [
        new("size", $"a side in pixels, or height x width: 224, 480x640; at most {MaxSide}",
            (s, text) => SizeOf(text) is { } size ? s with { Size = size, Shorter = null, Longest = null } : null, s => s.Size?.ToString()),
        new("shorter", $"a side in pixels from 1 to {MaxSide}",
            (s, text) => Whole(text, 1, MaxSide) is { } side ? s with { Shorter = side, Size = null } : null, s => Show(s.Shorter)),
        new("longest", $"a side in pixels from 1 to {MaxSide}",
            (s, text) => Whole(text, 1, MaxSide) is { } side ? s with { Longest = side } : null, s => Show(s.Longest)),
        new("filter", "bilinear or bicubic", (s, text) => OneOf<ResizeFilter>(text) is { } filter ? s with { Filter = filter } : null, s => Show(s.Filter)),
        new("channels", "rgb or bgr", (s, text) => OneOf<ChannelOrder>(text) is { } order ? s with { Channels = order } : null, s => Show(s.Channels)),
        new("scale", "a number above 0, or a quotient: 1/255", (s, text) => Quotient(text) is > 0 and var scale ? s with { Scale = scale } : null, s => Real(s.Scale)),
        new("mean", "three numbers, commas between them", (s, text) => Three(text) is { } mean ? s with { Mean = mean } : null, s => Show(s.Mean)),
        new("std", "three numbers above 0, commas between them",
            (s, text) => Three(text) is { } std && std.All(value => value > 0) ? s with { Std = std } : null, s => Show(s.Std)),
        new("features", "the name of an output", (s, text) => IsName(text) ? s with { Features = text } : null, s => s.Features),
        new("boxes", $"the name of an output, or {VisionSettings.None}", (s, text) => IsName(text) ? s with { Boxes = text } : null, s => s.Boxes),
        new("scores", $"the name of an output, or {VisionSettings.None}", (s, text) => IsName(text) ? s with { Scores = text } : null, s => s.Scores, SettingScope.Detector),
        new("box-unit", "pixels or fraction", (s, text) => OneOf<BoxUnit>(text) is { } unit ? s with { BoxUnit = unit } : null, s => Show(s.BoxUnit), SettingScope.Detector),
        new("min-regions", $"a whole number from 1 to {RegionRecord.MaxRegions}",
            (s, text) => Whole(text, 1, RegionRecord.MaxRegions) is { } count ? s with { MinRegions = count } : null, s => Show(s.LeastRegions), SettingScope.Scores),
        new("max-regions", $"a whole number from 1 to {RegionRecord.MaxRegions}",
            (s, text) => Whole(text, 1, RegionRecord.MaxRegions) is { } count ? s with { MaxRegions = count } : null, s => Show(s.MaxRegions), SettingScope.Detector),
        new("threshold", "a number", (s, text) => Number(text) is { } score ? s with { Threshold = score } : null, s => Real(s.Threshold), SettingScope.Scores),
        new("pool", $"cells a side, 1 to {MaxCells}",
            (s, text) => Whole(text, 1, MaxCells) is { } cells ? s with { Pool = cells } : null, s => Show(s.Pool), SettingScope.Backbone),
        new("patch", $"a side in pixels from 1 to {MaxSide}",
            (s, text) => Whole(text, 1, MaxSide) is { } side ? s with { Patch = side } : null, s => Show(s.Patch), SettingScope.Backbone),
    ];

    // 64 x 64 cells are as many regions as a store takes.
    private const int MaxCells = 64;

    /// <summary>Whether an output may be called so: a store keeps its name, between others.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= MaxName && !name.Any(c => char.IsControl(c) || c == ';');

    private static PictureSize? SizeOf(string text)
    {
        string[] sides = text.Split('x');
        return sides.Length is 1 or 2 && Whole(sides[0], 1, MaxSide) is { } height && Whole(sides[^1], 1, MaxSide) is { } width ? new PictureSize(height, width) : null;
    }

    private static int? Whole(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value : null;

    private static double? Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    private static double? Quotient(string text)
    {
        string[] parts = text.Split('/');
        if (parts.Length > 2 || Number(parts[0]) is not { } above) return null;
        return parts.Length == 1 ? above : Number(parts[1]) is { } below and not 0 ? above / below : null;
    }

    private static double[]? Three(string text)
    {
        double?[] values = [.. text.Split(',').Select(Number)];
        return values.Length == 3 && values.All(value => value is not null) ? [.. values.Select(value => value!.Value)] : null;
    }

    private static T? OneOf<T>(string text)
        where T : struct, Enum =>
        Enum.GetValues<T>().Where(value => Show(value) == text).Select(value => (T?)value).FirstOrDefault();

    private static string Show<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Real(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Show(IEnumerable<double> values) => string.Join(',', values.Select(Real));

    private static string? Show(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
