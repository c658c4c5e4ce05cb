using Espalier.Data;

namespace Espalier.Sources;

/// <summary>VQA v2 (Goyal et al. 2017), whole or in part: files as published in a folder, beside COCO's pictures or without them.</summary>
internal sealed class VqaV2Source : Importer
{
    private static readonly string[] PictureFolders = ["images", "train2014", "val2014"];

    public override string Name => "vqa-v2";

    protected override ImportedData Read(string input, string folder, CancellationToken cancellation)
    {
        var source = FolderSource.Open(input);
        IReadOnlyList<VqaDataset> parts = PublishedParts.Standard(source.Read());
        bool pictures = Array.Exists(PictureFolders, name => Directory.Exists(Path.Combine(input, name)));
        return pictures ? new ImportedData("VQA v2", parts, source.ImagesPath) { Pictures = source.Images(parts) } : new ImportedData("VQA v2", parts);
    }
}
