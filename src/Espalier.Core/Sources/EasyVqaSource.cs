using System.Globalization;
using Espalier.Data;
using Espalier.Splits;

namespace Espalier.Sources;

/// <summary>easy-VQA (Victor Zhou 2019) from its published archive: train and test-id as published.</summary>
internal sealed class EasyVqaSource : Importer
{
    public override string Name => "easy-vqa";

    protected override ImportedData Read(string input, string folder, CancellationToken cancellation)
    {
        VqaDataset[] parts = [EasyVqaReader.Read(input, "train") with { Name = PartNames.Train }, EasyVqaReader.Read(input, "test") with { Name = PartNames.TestId }];
        cancellation.ThrowIfCancellationRequested();
        string images = Path.Combine(folder, "images");
        IReadOnlyList<long> ids = EasyVqaReader.ExtractImages(input, images);
        long[] missing = [.. parts.SelectMany(part => part.Examples).Select(example => example.ImageId).Except(ids).Order()];
        if (missing.Length > 0) throw new InputException(input, "archive", $"no picture of image {missing[0]} (and {missing.Length - 1:N0} others)", "a picture for each question");
        return new ImportedData("easy-VQA", parts, images)
        {
            Pictures = [.. ids.Select(id => (id, Path.Combine(images, string.Create(CultureInfo.InvariantCulture, $"{id}.png"))))],
        };
    }
}
