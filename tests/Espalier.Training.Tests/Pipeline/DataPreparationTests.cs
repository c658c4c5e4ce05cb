using System.Globalization;
using Espalier.Data;
using Espalier.Sources;
using Espalier.Splits;
using Espalier.Testing;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;

namespace Espalier.Training.Tests.Pipeline;

public sealed class DataPreparationTests : IDisposable
{
    private static readonly string[] Colours = ["red", "green", "blue", "white"];
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

    [Fact]
    public void A_published_vqa_vs_gets_the_validation_part_that_it_lacks()
    {
        string published = Directory.CreateDirectory(folder.File("vqa-vs")).FullName;
        WriteVqaVs(published, "Training", 0, 400);
        WriteVqaVs(published, "Val", 1000, 20);
        WriteVqaVs(published, "IID-Test", 2000, 40);
        WriteVqaVs(published, "OOD-Test-QT", 2000, 10);

        DatasetFolder prepared = PrepareVqaVs(published, 7);
        Assert.Equal([.. PartNames.All.Order(StringComparer.Ordinal)], prepared.Parts.Order(StringComparer.Ordinal));
        Assert.Equal(10, prepared.ReadShortcuts(prepared.ReadPart(PartNames.TestId))!["QT"].Count);
        Assert.Equal(20, prepared.ReadPart(PartNames.ValidationId).Examples.Count);
        VqaDataset train = prepared.ReadPart(PartNames.Train), made = prepared.ReadPart(PartNames.ValidationOod);
        Assert.InRange(made.Examples.Count, 20, 150);
        Assert.Empty(Ids(train).Intersect(Ids(made)));
        Assert.All(Ids(train).Concat(Ids(made)), id => Assert.InRange(id, 0, 400));
        Assert.NotEqual(Ids(made), Ids(PrepareVqaVs(published, 8).ReadPart(PartNames.ValidationOod)));
        Assert.Equal(prepared.Path, PrepareVqaVs(published, 7).Path);
    }

    [Theory]
    [InlineData("", 12_000)]
    [InlineData(", train: 300", 300)]
    public void Without_a_number_of_questions_the_usual_one_is_drawn(string train, int questions)
    {
        Drawn source = new();
        Recipe recipe = RecipeFile.Parse($"name: a\ndata: {{ source: orchard{train} }}\n", "r.yaml", []);
        new DataPreparation(new ContentCache(folder.File("cache")), [source], null).Pool(recipe, CancellationToken.None);
        Assert.Equal(DataPreparation.PoolQuestions(questions, 0.1), source.PoolQuestions);
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

    private DatasetFolder PrepareVqaVs(string path, int seed)
    {
        Recipe recipe = RecipeFile.Parse($"name: a\ndata: {{ source: vqa-vs, path: '{path}', split: published, seed: {seed} }}\n", "r.yaml", []);
        return new DataPreparation(new ContentCache(folder.File("cache")), DatasetSources.Importers, null).Prepare(recipe, CancellationToken.None);
    }

    private static IEnumerable<long> Ids(VqaDataset part) => part.Examples.Select(example => example.QuestionId);

    private static void WriteVqaVs(string published, string part, int first, int count)
    {
        int[] ids = [.. Enumerable.Range(first, count)];
        File.WriteAllText(Path.Combine(published, $"{part}-Ques.json"),
            $"[{string.Join(',', ids.Select(id => $$"""{"image_id":{{id / 2}},"question":"What color is thing {{id}}?","question_id":{{id}}}"""))}]");
        File.WriteAllText(Path.Combine(published, $"{part}-Ans.json"),
            $"[{string.Join(',', ids.Select(id => $$"""{"question_id":{{id}},"question_type":"what is {{id % 5}}","answers":["{{Colours[id * id % 7 % 4]}}"]}"""))}]");
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

    private sealed class Drawn : IDatasetSource
    {
        public string Name => "orchard";

        public int PoolQuestions { get; private set; }

        public string Key(DatasetRequest request) => "any";

        public void Write(string folder, DatasetRequest request, IProgress<WorkProgress>? progress, CancellationToken cancellation) => PoolQuestions = request.PoolQuestions;
    }
}
