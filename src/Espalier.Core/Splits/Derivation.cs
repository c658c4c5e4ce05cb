using Espalier.Data;

namespace Espalier.Splits;

/// <summary>The manifest of a data set made from another one.</summary>
internal static class Derivation
{
    /// <summary>The source's manifest without its parts, its paths seen from the new folder.</summary>
    /// <param name="source">The data set that the pictures, features and vocabulary stay with.</param>
    /// <param name="targetFolder">The new folder; may be renamed later, but not moved to another parent.</param>
    /// <param name="provenance">What was done, added to the source's.</param>
    public static DatasetManifest Of(DatasetFolder source, string targetFolder, IReadOnlyDictionary<string, string> provenance)
    {
        string target = Path.GetFullPath(targetFolder);
        SortedDictionary<string, string> all = new(source.Manifest.Provenance.ToDictionary(), StringComparer.Ordinal);
        foreach ((string key, string value) in provenance) all[key] = value;
        return source.Manifest with
        {
            Parts = new Dictionary<string, int>(),
            Features = Relative(source.FeaturesPath),
            Vocabulary = Relative(source.VocabularyPath),
            Images = Relative(source.ImagesPath),
            Objects = Relative(source.ObjectsPath),
            Provenance = all,
        };

        string? Relative(string? path) => path is null ? null : Path.GetRelativePath(target, path);
    }
}
