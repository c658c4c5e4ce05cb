using System.Globalization;
using Espalier.Data;
using Espalier.Splits;
using Espalier.Testing;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;

namespace Espalier.Training.Tests.Pipeline;

public sealed class DataPreparationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_same_data_are_split_once()
    {
        Make("data");
        Assert.Equal(Prepare("data").Path, Prepare("data").Path);
    }

    [Fact]
    public void Data_that_were_moved_are_found_where_they_are_now()
    {
        Make("data");
        Prepare("data");
        Directory.Move(folder.File("data"), folder.File("moved"));
        Assert.True(File.Exists(Prepare("moved").FeaturesPath));
    }

    [Fact]
    public void Data_that_were_copied_from_the_cache_and_edited_are_split_anew()
    {
        Make("data");
        CopyTo(Prepare("data").Path, "copy");
        // The copy lost its validation part, and so needs another split.
        DatasetFolder copy = DatasetFolder.Open(folder.File("copy"));
        copy.Update(copy.Manifest with { Parts = copy.Manifest.Parts.Where(part => part.Key != PartNames.ValidationId).ToDictionary() });
        DatasetFolder before = Prepare("copy");
        VqaDataset train = copy.ReadPart(PartNames.Train);
        copy.AddParts([new VqaDataset(PartNames.Train, [.. train.Examples.Skip(5)])]);
        Assert.NotEqual(before.Path, Prepare("copy").Path);
    }

    private DatasetFolder Prepare(string data) => new DataPreparation(new ContentCache(folder.File("cache")), [], null).Prepare(
        RecipeFile.Parse($"name: a\ndata: {{ source: prepared, path: {folder.File(data)}, split: published }}\n", "r.yaml", []), default);

    private void Make(string name)
    {
        DatasetManifest manifest = new() { Name = "toy", Source = "folder", Features = "features.regions" };
        DatasetFolder.Create(folder.File(name), manifest, [new VqaDataset(PartNames.Train, [.. Enumerable.Range(1, 100).Select(Example)])]);
        File.WriteAllText(folder.File($"{name}/features.regions"), "");
    }

    private void CopyTo(string source, string target)
    {
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder.File(target), Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static VqaExample Example(int id) => new()
    {
        QuestionId = id,
        ImageId = id,
        Question = "What is it?",
        QuestionType = "what is",
        AnswerType = "other",
        MultipleChoiceAnswer = "cup",
        Answers = [.. Enumerable.Repeat("cup", 10 - (id % 3)), .. Enumerable.Repeat(id.ToString(CultureInfo.InvariantCulture), id % 3)],
    };
}
