using Espalier.Data;
using Espalier.Sources;
using Espalier.Splits;
using Espalier.Testing;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;

namespace Espalier.Training.Tests.Pipeline.Preparation;

public sealed class DataPreparationTests : IDisposable
{
    private static readonly string[] Colours = ["red", "green", "blue", "white"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_published_vqa_vs_gets_the_validation_part_that_it_lacks()
    {
        string published = Directory.CreateDirectory(folder.File("vqa-vs")).FullName;
        Write(published, "Training", 0, 400);
        Write(published, "Val", 1000, 20);
        Write(published, "IID-Test", 2000, 40);
        Write(published, "OOD-Test-QT", 2000, 10);

        DatasetFolder prepared = Prepare(published, 7);
        Assert.Equal([.. PartNames.All.Append("test-ood-QT").Order(StringComparer.Ordinal)], prepared.Parts.Order(StringComparer.Ordinal));
        Assert.Equal(20, prepared.ReadPart(PartNames.ValidationId).Examples.Count);
        VqaDataset train = prepared.ReadPart(PartNames.Train), made = prepared.ReadPart(PartNames.ValidationOod);
        Assert.InRange(made.Examples.Count, 20, 150);
        Assert.Empty(Ids(train).Intersect(Ids(made)));
        Assert.All(Ids(train).Concat(Ids(made)), id => Assert.InRange(id, 0, 400));
        Assert.NotEqual(Ids(made), Ids(Prepare(published, 8).ReadPart(PartNames.ValidationOod)));
        Assert.Equal(prepared.Path, Prepare(published, 7).Path);
    }

    private DatasetFolder Prepare(string path, int seed)
    {
        Recipe recipe = RecipeFile.Parse($"name: a\ndata: {{ source: vqa-vs, path: '{path}', split: published, seed: {seed} }}\n", "r.yaml", []);
        return new DataPreparation(new ContentCache(folder.File("cache")), DatasetSources.Importers, null).Prepare(recipe, CancellationToken.None);
    }

    private static IEnumerable<long> Ids(VqaDataset part) => part.Examples.Select(example => example.QuestionId);

    private static void Write(string published, string part, int first, int count)
    {
        int[] ids = [.. Enumerable.Range(first, count)];
        File.WriteAllText(Path.Combine(published, $"{part}-Ques.json"),
            $"[{string.Join(',', ids.Select(id => $$"""{"image_id":{{id / 2}},"question":"What color is thing {{id}}?","question_id":{{id}}}"""))}]");
        File.WriteAllText(Path.Combine(published, $"{part}-Ans.json"),
            $"[{string.Join(',', ids.Select(id => $$"""{"question_id":{{id}},"question_type":"what is {{id % 5}}","answers":["{{Colours[id * id % 7 % 4]}}"]}"""))}]");
    }
}
