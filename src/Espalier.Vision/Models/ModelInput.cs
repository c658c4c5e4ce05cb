namespace Espalier.Vision;

/// <summary>Decides what size pictures get, by what the model takes and what is set.</summary>
internal static class ModelInput
{
    /// <summary>The size of every picture; null where each has its own.</summary>
    /// <param name="height">The height that the model takes; null if any.</param>
    /// <param name="width">The width that the model takes; null if any.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="file">The model, for messages.</param>
    /// <exception cref="InputException">They do not go together, or neither says.</exception>
    public static PictureSize? SizeOf(int? height, int? width, VisionSettings settings, string file)
    {
        string taken = $"a model that takes pictures of {Text(height)} x {Text(width)} (height x width)";
        if (height is null && width is null)
        {
            return settings.Size is not null || settings.Shorter is not null ? settings.Size
                : throw new InputException(file, "size", taken, "the setting size=SIDE, or shorter=SIDE and longest=SIDE, as it was trained with");
        }
        if (height > VisionSettingKeys.MaxSide || width > VisionSettingKeys.MaxSide) throw new InputException(file, "size", taken, $"sides up to {VisionSettingKeys.MaxSide}");
        if (settings.Shorter is { } shorter) throw new InputException(file, "shorter", $"{shorter} and {taken}", "no such setting, as pictures are stretched");
        PictureSize? size = settings.Size ?? (height is { } high && width is { } wide ? new PictureSize(high, wide) : null);
        return size is { } set && (height ?? set.Height) == set.Height && (width ?? set.Width) == set.Width
            ? set : throw new InputException(file, "size", $"{size?.ToString() ?? "none"} and {taken}", "a size that the model takes");
    }

    private static string Text(int? side) => side is { } known ? $"{known}" : "any";
}
