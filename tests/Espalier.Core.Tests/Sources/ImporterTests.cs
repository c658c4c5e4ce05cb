using Espalier.Data;
using Espalier.Features;
using Espalier.Sources;
using Espalier.Splits;
using Espalier.Testing;
using Espalier.Text;
using static Espalier.Core.Tests.Data.Questions;

namespace Espalier.Tests.Sources;

public sealed class ImporterTests : IDisposable
{
    private readonly TemporaryFolder folder = new(), outputs = new();

    public void Dispose()
    {
        folder.Dispose();
        outputs.Dispose();
    }

    [Fact]
    public void A_folder_of_ones_own_becomes_a_pool_with_features_and_vocabulary()
    {
        Put("questions.json", "annotations.json", Example(10, "red"), Example(20, "blue"));
        Picture("images/1.png", 200, 0, 0);
        Picture("images/2.png", 0, 0, 200);
        DatasetFolder prepared = Import("folder", folder.Path);

        Assert.Equal(2, prepared.ReadPart("pool").Examples.Count);
        Assert.Equal(folder.File("images/2.png"), prepared.ImagePath(2));
        using var features = RegionFeatureStore.Open(prepared.FeaturesPath!);
        Assert.Equal((2, 10), (features.ImageCount, features.MaxRegions));
        features.Verify();
        var tokenizer = WordPieceTokenizer.Load(prepared.VocabularyPath!);
        Assert.Equal(["what", "color", "is", "it", "?"], tokenizer.Pieces("What color is it?"));
    }

    [Fact]
    public void Unseen_words_are_spelled_and_never_unknown()
    {
        Put("questions.json", "annotations.json", Example(10, "red") with { Question = "Où est le chat ?" });
        Picture("1.png", 1, 2, 3);
        var tokenizer = WordPieceTokenizer.Load(Import("folder", folder.Path).VocabularyPath!);
        Assert.Equal(["z", "##e", "##b", "##r", "##a", "##7", "!"], tokenizer.Pieces("Zebra7!"));
        Assert.DoesNotContain("[UNK]", tokenizer.Pieces("où est la souris (3.5 kg)?"));
    }

    [Fact]
    public void A_given_vocabulary_is_taken_over_and_a_wrong_one_told()
    {
        Put("questions.json", "annotations.json", Example(10, "red"));
        Picture("1.png", 1, 2, 3);
        File.WriteAllText(folder.File("mine.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\nwhat\n");
        Assert.Equal(5, WordPieceTokenizer.Load(Import("folder", folder.Path, vocabulary: folder.File("mine.txt")).VocabularyPath!).VocabularySize);
        File.WriteAllText(folder.File("wrong.txt"), "what\nwhat\n");
        Assert.Equal("line 2", Assert.Throws<InputException>(() => Import("folder", folder.Path, "again", folder.File("wrong.txt"))).Place);
    }

    [Fact]
    public void A_damaged_picture_is_named()
    {
        Put("questions.json", "annotations.json", Example(10, "red"), Example(20, "blue"));
        Picture("images/1.png", 1, 2, 3);
        File.WriteAllText(folder.File("images/2.png"), "no picture");
        Assert.Equal(folder.File("images/2.png"), Assert.Throws<InputException>(() => Import("folder", folder.Path)).File);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    public void A_grid_out_of_range_is_refused(int grid)
    {
        Put("questions.json", "annotations.json", Example(10, "red"));
        Picture("1.png", 1, 2, 3);
        Assert.Equal("grid", Assert.Throws<InputException>(() => Source("folder").Write(
            outputs.Path, new DatasetRequest { Path = folder.Path, Grid = grid }, null, CancellationToken.None)).File);
    }

    [Fact]
    public void Vqa_v2_without_a_test_is_tested_on_validation_and_needs_no_pictures()
    {
        Put("v2_OpenEnded_mscoco_train2014_questions.json", "v2_mscoco_train2014_annotations.json", Example(10, "red"));
        Put("v2_OpenEnded_mscoco_val2014_questions.json", "v2_mscoco_val2014_annotations.json", Example(20, "blue"));
        DatasetFolder prepared = Import("vqa-v2", folder.Path);
        Assert.Equal([PartNames.TestId, PartNames.Train], prepared.Parts);
        Assert.Null(prepared.FeaturesPath);
        Assert.Null(prepared.ImagesPath);
    }

    [Fact]
    public void The_five_parts_keep_their_names()
    {
        int id = 10;
        foreach (string part in PartNames.All) Put($"{part}_questions.json", $"{part}_annotations.json", Example(id += 10, "red"));
        Assert.Equal(PartNames.All.Order(StringComparer.Ordinal), Import("vqa-v2", folder.Path).Parts);
    }

    [Fact]
    public void Vqa_cp_is_tested_out_of_distribution()
    {
        WriteLists("vqacp_v2_train_questions.json", "vqacp_v2_train_annotations.json", 10);
        WriteLists("vqacp_v2_test_questions.json", "vqacp_v2_test_annotations.json", 20);
        Assert.Equal([PartNames.TestOod, PartNames.Train], Import("vqa-cp-v2", folder.Path).Parts);
        WriteLists("vqacp_v2_val_questions.json", "vqacp_v2_val_annotations.json", 30);
        Assert.Equal("train or test", Assert.Throws<InputException>(() => Import("vqa-cp-v2", folder.Path, "again")).Expected);
    }

    [Fact]
    public void Vqa_vs_takes_what_is_there_and_joins_the_ood_sets()
    {
        WriteLists("Val/Val-Ques.json", "Val/Val-Ans.json", 10);
        WriteLists("IID-Test/IID-Test-Ques.json", "IID-Test/IID-Test-Ans.json", 20, 30, 40);
        WriteLists("OOD-Test/QT/OOD-Test-QT-Ques.json", "OOD-Test/QT/OOD-Test-QT-Ans.json", 20, 30);
        WriteLists("OOD-Test/QT+KW/OOD-Test-QT+KW-Ques.json", "OOD-Test/QT+KW/OOD-Test-QT+KW-Ans.json", 30);
        DatasetFolder prepared = Import("vqa-vs", folder.Path);
        Assert.Equal(["test-id", "test-ood", "validation-id"], prepared.Parts);
        ShortcutSets sets = prepared.ReadShortcuts(prepared.ReadPart(PartNames.TestId))!;
        Assert.Equal([20, 30], sets["QT"]);
        Assert.Equal([30], sets["QT+KW"]);
        Assert.Equal(["QT", "QT+KW"], sets.Present);
        Assert.Equal([20, 30], prepared.ReadPart(PartNames.TestOod).Examples.Select(example => example.QuestionId));
    }

    [Fact]
    public void Vqa_vs_takes_its_sets_from_the_bundle_where_there_is_no_other_place()
    {
        WriteLists("IID-Test/IID-Test-Ques.json", "IID-Test/IID-Test-Ans.json", 20, 30);
        const string Lists = """{"annotations":[],"QT_qid":[30],"KW_qid":[],"KWP_qid":[],"QTKW_qid":[],"KO_qid":[20,30],"KOP_qid":[],"QTKO_qid":[],"KWKO_qid":[],"QTKWKO_qid":[]}""";
        File.WriteAllText(folder.File("test_annotations.json"), Lists);
        File.WriteAllText(folder.File("objects.json"), """[{"image_id":20,"objects":["dog"]}]""");
        DatasetFolder prepared = Import("vqa-vs", folder.Path);
        Assert.Equal([20, 30], prepared.ReadShortcuts(prepared.ReadPart(PartNames.TestId))!["KO"]);
        Assert.Equal([20, 30], prepared.ReadPart(PartNames.TestOod).Examples.Select(example => example.QuestionId));
        Assert.Equal(["dog"], ImageObjects.Read(prepared.ObjectsPath!).Names);
        File.WriteAllText(folder.File("test_annotations.json"), Lists.Replace("[30]", "[31]", StringComparison.Ordinal));
        Assert.Contains("31", Assert.Throws<InputException>(() => Import("vqa-vs", folder.Path, "again")).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Vqa_vs_takes_the_pictures_that_stand_beside_it()
    {
        WriteLists("Training/Training-Ques.json", "Training/Training-Ans.json", 10);
        WriteLists("Val/Val-Ques.json", "Val/Val-Ans.json", 20);
        Picture("train2014/COCO_train2014_000000000010.png", 200, 0, 0);
        Picture("val2014/COCO_val2014_000000000020.png", 0, 0, 200);
        DatasetFolder prepared = Import("vqa-vs", folder.Path);
        using var features = RegionFeatureStore.Open(prepared.FeaturesPath!);
        Assert.Equal(2, features.ImageCount);
        Assert.Equal(folder.File("val2014/COCO_val2014_000000000020.png"), prepared.ImagePath(20));
    }

    [Fact]
    public void The_key_follows_the_input_and_the_options()
    {
        Put("questions.json", "annotations.json", Example(10, "red"));
        DatasetRequest request = new() { Path = folder.Path };
        string key = Source("folder").Key(request);
        Assert.Equal(key, Source("folder").Key(request));
        Assert.NotEqual(key, Source("folder").Key(request with { Grid = 4 }));
        Put("questions.json", "annotations.json", Example(10, "green"));
        Assert.NotEqual(key, Source("folder").Key(request));
    }

    private static IDatasetSource Source(string name) => DatasetSources.Importers.Single(source => source.Name == name);

    private DatasetFolder Import(string source, string path, string target = "prepared", string? vocabulary = null)
    {
        string prepared = Directory.CreateDirectory(outputs.File(target)).FullName;
        Source(source).Write(prepared, new DatasetRequest { Path = path, VocabularyPath = vocabulary }, null, CancellationToken.None);
        return DatasetFolder.Open(prepared);
    }

    private void Put(string questions, string annotations, params VqaExample[] examples) =>
        VqaWriter.Write(new VqaDataset("any", examples), folder.File(questions), folder.File(annotations));

    private void WriteLists(string questions, string annotations, params int[] ids)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(questions))!);
        File.WriteAllText(folder.File(questions),
            $"[{string.Join(',', ids.Select(id => $$"""{"image_id":{{id}},"question":"Is it?","question_id":{{id}},"coco_split":"val2014"}"""))}]");
        File.WriteAllText(folder.File(annotations), $"[{string.Join(',', ids.Select(id => $$"""{"question_id":{{id}},"answers":["yes"],"coco_split":"val2014"}"""))}]");
    }

    private void Picture(string name, byte red, byte green, byte blue)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
        File.WriteAllBytes(folder.File(name), TinyPng.Of(red, green, blue));
    }
}
