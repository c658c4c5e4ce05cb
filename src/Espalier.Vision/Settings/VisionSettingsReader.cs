namespace Espalier.Vision;

/// <summary>Reads settings from texts, and checks that they go together.</summary>
internal static class VisionSettingsReader
{
    /// <summary>What the keys of a model's metadata begin with.</summary>
    public const string MetadataPrefix = "espalier.";

    /// <summary>Sets some keys; what they do not name stays.</summary>
    /// <param name="settings">The settings so far.</param>
    /// <param name="texts">Keys and values.</param>
    /// <param name="origin">Where they are from, for messages.</param>
    /// <exception cref="InputException">A key is unknown, a value is not one of its values, or two do not go together.</exception>
    public static VisionSettings Apply(VisionSettings settings, IReadOnlyCollection<KeyValuePair<string, string>> texts, string origin)
    {
        HashSet<string> given = [.. texts.Select(text => text.Key)];
        if (given.Contains("size") && (given.Contains("shorter") || given.Contains("longest")))
            throw new InputException(origin, "size", "also shorter or longest", "size, or shorter and longest");
        foreach ((string key, string value) in texts)
        {
            VisionSettingKey known = VisionSettingKeys.All.FirstOrDefault(known => known.Name == key)
                ?? throw new InputException(origin, "key", $"'{key}'", $"one of {string.Join(", ", VisionSettingKeys.All.Select(known => known.Name))}");
            settings = known.Set(settings, value) ?? throw new InputException(origin, key, $"'{value}'", known.Expected);
        }
        Check(settings, origin);
        return settings;
    }

    private static void Check(VisionSettings settings, string origin)
    {
        if (settings.MinRegions > settings.MaxRegions)
            throw new InputException(origin, "min-regions", $"{settings.MinRegions}", $"no more than max-regions, which is {settings.MaxRegions}");
        if (settings.Longest is { } longest && !(settings.Shorter <= longest))
            throw new InputException(origin, "longest", $"{longest}", "shorter beside it, and no less than that");
    }
}
