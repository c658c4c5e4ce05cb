using Espalier.Data;
using Espalier.Splits;

namespace Espalier.Sources;

/// <summary>
/// VQA-CP v2 (Agrawal et al. 2018): files as published in a folder, beside COCO's pictures or without them. Its test is out of distribution, and it
/// has no validation part: a published split makes one.
/// </summary>
internal sealed class VqaCpSource : Importer
{
    public override string Name => "vqa-cp-v2";

    protected override ImportedData Read(string input, string folder, CancellationToken cancellation)
    {
        var source = FolderSource.Open(input);
        List<VqaDataset> parts = [];
        foreach (QuestionFiles pair in source.Parts)
        {
            cancellation.ThrowIfCancellationRequested();
            string part = pair.Part switch
            {
                "train" => PartNames.Train,
                "test" => PartNames.TestOod,
                _ => throw new InputException(input, Path.GetFileName(pair.Questions), $"the part \"{pair.Part}\"", "train or test"),
            };
            parts.Add(VqaCpReader.Read(part, pair.Questions, pair.Annotations));
        }
        return ImportedData.OfCoco("VQA-CP v2", parts, input);
    }
}
