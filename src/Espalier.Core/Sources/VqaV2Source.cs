using Espalier.Data;

namespace Espalier.Sources;

/// <summary>VQA v2 (Goyal et al. 2017), whole or in part: files as published in a folder, beside COCO's pictures or without them.</summary>
internal sealed class VqaV2Source : Importer
{
    public override string Name => "vqa-v2";

    protected override ImportedData Read(string input, string folder, CancellationToken cancellation)
    {
        var source = FolderSource.Open(input);
        return ImportedData.OfCoco("VQA v2", PublishedParts.Standard(source.Read()), input);
    }
}
