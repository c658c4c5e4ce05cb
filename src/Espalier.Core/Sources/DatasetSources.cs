namespace Espalier.Sources;

/// <summary>The importers.</summary>
public static class DatasetSources
{
    /// <summary>Every importer of this library, by the name that recipes use.</summary>
    public static IReadOnlyList<IDatasetSource> Importers { get; } = [new EasyVqaSource(), new VqaV2Source(), new VqaCpSource(), new VqaVsSource(), new FolderSource()];
}
