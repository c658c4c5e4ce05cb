using Espalier.Data;
using Espalier.Testing;
using static Espalier.Core.Tests.Data.Questions;

namespace Espalier.Core.Tests.Data;

public sealed class DatasetFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_reads_back_what_was_put_in()
    {
        Make();
        DatasetFolder opened = DatasetFolder.Open(folder.Path);
        Assert.Equal(["pool"], opened.Parts);
        Assert.Equal(["red", "blue"], opened.ReadPart("pool").Examples.Select(e => e.MultipleChoiceAnswer));
        Assert.Equal("7", opened.Manifest.Provenance["seed"]);
        Assert.Equal(folder.File("features.regions"), opened.FeaturesPath);
        Assert.Null(opened.VocabularyPath);
    }

    [Fact]
    public void Parts_can_be_added_later()
    {
        Make().AddParts([new VqaDataset("test-ood", [Example(9, "green")])]);
        Assert.Equal(["pool", "test-ood"], DatasetFolder.Open(folder.Path).Parts);
    }

    [Fact]
    public void What_is_evaluated_by_default_is_out_of_distribution_where_there_is_such_a_part()
    {
        Make().AddParts([new VqaDataset("test-id", [Example(8, "red")])]);
        Assert.Equal("test-id", DatasetFolder.Open(folder.Path).UsualPart);
        DatasetFolder.Open(folder.Path).AddParts([new VqaDataset("test-ood", [Example(9, "green")])]);
        Assert.Equal("test-ood", DatasetFolder.Open(folder.Path).UsualPart);
    }

    [Theory]
    [InlineData("42.png")]
    [InlineData("42.jpeg")]
    [InlineData("COCO_val2014_000000000042.jpg")]
    [InlineData("train2014/COCO_train2014_000000000042.jpg")]
    public void Images_are_found_by_id_or_coco_name(string name)
    {
        string path = folder.File(Path.Combine("images", name));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, []);
        DatasetFolder made = Make();
        Assert.Equal(path, made.ImagePath(42));
        Assert.Null(made.ImagePath(43));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"name\":\"x\"}")]
    [InlineData("{\"name\":\"x\",\"source\":\"y\",\"parts\":{\"../up\":1}}")]
    [InlineData("{\"name\":\"x\",\"source\":\"y\",\"parts\":{\"pool\":\"1\"}}")]
    [InlineData("{\"name\":\"x\",\"source\":\"y\",\"parts\":[]}")]
    [InlineData("{\"name\":\"x\",\"source\":\"y\",\"features\":3}")]
    [InlineData("{\"name\":\"x\",\"source\":\"y\",\"parts\":{\"\\udc00\":1}}")]
    [InlineData("{\"\\udc00\":\"x\",\"source\":\"y\"}")]
    public void A_damaged_manifest_is_refused(string json)
    {
        File.WriteAllText(folder.File("dataset.json"), json);
        Assert.Throws<InputException>(() => DatasetFolder.Open(folder.Path));
    }

    [Fact]
    public void A_part_that_is_not_there_or_has_another_size_is_refused()
    {
        DatasetFolder made = Make();
        Assert.Contains("pool", Assert.Throws<InputException>(() => made.ReadPart("train")).Expected, StringComparison.Ordinal);
        made.Update(made.Manifest with { Parts = new Dictionary<string, int> { ["pool"] = 3 } });
        Assert.Contains("dataset.json", Assert.Throws<InputException>(() => made.ReadPart("pool")).File, StringComparison.Ordinal);
    }

    private DatasetFolder Make() => DatasetFolder.Create(
        folder.Path,
        new DatasetManifest
        {
            Name = "small",
            Source = "folder",
            Features = "features.regions",
            Images = "images",
            Provenance = new Dictionary<string, string> { ["seed"] = "7" },
        },
        [new VqaDataset("pool", [Example(1, "red"), Example(2, "blue")])]);
}
