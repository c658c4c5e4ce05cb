namespace Espalier.Sources;

/// <summary>The importers.</summary>
public static class DatasetSources
{
    /// <summary>
    /// Every importer of this library: easy-vqa (the published archive), vqa-v2, vqa-cp-v2 and vqa-vs (a folder with the published files, and COCO's
    /// pictures in images, train2014 or val2014, or none; vqa-vs also an archive), and folder (one's own).
    /// </summary>
    public static IReadOnlyList<IDatasetSource> Importers { get; } = [new EasyVqaSource(), new VqaV2Source(), new VqaCpSource(), new VqaVsSource(), new OwnFolderSource()];
}
