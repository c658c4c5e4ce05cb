namespace Espalier.Vision;

/// <summary>
/// How pictures become a model's input and its outputs region features. Each property is a key of <see cref="VisionSettingKeys"/>, which a model's
/// metadata (<c>espalier.KEY</c>) or the user sets; docs/features.md is the reference.
/// </summary>
public sealed record VisionSettings
{
    /// <summary>The name that stands for "there is no such output".</summary>
    public const string None = "none";

    /// <summary>The size that every picture is stretched to; null where the model or <see cref="Shorter"/> decides.</summary>
    public PictureSize? Size { get; init; }

    /// <summary>The shorter side that every picture is resized to, in pixels, its proportions kept.</summary>
    public int? Shorter { get; init; }

    /// <summary>What the longer side may not exceed, in pixels, if <see cref="Shorter"/> is given: the picture becomes smaller instead.</summary>
    public int? Longest { get; init; }

    /// <summary>How pictures are resized.</summary>
    public ResizeFilter Filter { get; init; }

    /// <summary>The order of the planes.</summary>
    public ChannelOrder Channels { get; init; }

    /// <summary>What a pixel's value from 0 to 255 is multiplied by, first.</summary>
    public double Scale { get; init; } = 1 / 255.0;

    /// <summary>What is subtracted then, for each plane in the model's order. The default is ImageNet's, as torchvision has it.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [0.485, 0.456, 0.406];

    /// <summary>What is divided by at last, for each plane in the model's order.</summary>
    public IReadOnlyList<double> Std { get; init; } = [0.229, 0.224, 0.225];

    /// <summary>The output that has the features; null finds it by its shape.</summary>
    public string? Features { get; init; }

    /// <summary>The output that has the boxes; <see cref="None"/> for a backbone; null finds it by its shape.</summary>
    public string? Boxes { get; init; }

    /// <summary>The output that has the scores; <see cref="None"/> takes regions in their order; null finds it by its shape.</summary>
    public string? Scores { get; init; }

    /// <summary>What boxes are measured in.</summary>
    public BoxUnit BoxUnit { get; init; }

    /// <summary>Regions that are kept whatever their score, as far as there are so many; null for <see cref="LeastRegions"/>.</summary>
    public int? MinRegions { get; init; }

    /// <summary>Regions that are kept at most. The default is that of bottom-up attention.</summary>
    public int MaxRegions { get; init; } = 100;

    /// <summary><see cref="MinRegions"/> in force. Where it is not set, it is that of bottom-up attention (Anderson et al. 2018, code), 10, or all that are allowed.</summary>
    public int LeastRegions => Math.Min(MinRegions ?? 10, MaxRegions);

    /// <summary>The score from which regions beyond <see cref="LeastRegions"/> are kept.</summary>
    public double Threshold { get; init; } = 0.2;

    /// <summary>Cells a side that a backbone's grid is averaged to if it has more; null leaves it.</summary>
    public int? Pool { get; init; }

    /// <summary>The side of a patch in pixels, which tells how patch states lie in the picture; null where pictures are square.</summary>
    public int? Patch { get; init; }
}
