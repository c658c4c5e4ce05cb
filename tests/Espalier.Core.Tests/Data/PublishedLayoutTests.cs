using Espalier.Data;
using Espalier.Testing;

namespace Espalier.Core.Tests.Data;

public sealed class PublishedLayoutTests : IDisposable
{
    private const string Asked = """[{"image_id":1,"question":"Is it?","question_id":1000,"coco_split":"train2014"}]""";
    private const string Answered = """[{"question_id":1000,"image_id":1,"answers":["yes"],"multiple_choice_answer":"yes","coco_split":"train2014"}]""";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_real_subset_of_vqa_v2_reads_from_gzip_of_any_name()
    {
        string? path = SharedData.Find("vqa-v2-text");
        Assert.SkipUnless(path is not null, "shared/data/vqa-v2-text is not there");
        Dictionary<string, QuestionFiles> pairs = QuestionFiles.Find(path).ToDictionary(pair => pair.Part);
        Assert.Equal(["test", "train", "validation"], pairs.Keys.Order());
        VqaDataset test = VqaV2Reader.Read("test", pairs["test"].Questions, pairs["test"].Annotations);
        VqaDataset validation = VqaV2Reader.Read("validation", pairs["validation"].Questions, pairs["validation"].Annotations);
        Assert.Equal((2_962, 8_977), (test.Examples.Count, validation.Examples.Count));
        Assert.All(test.Examples, e => Assert.Equal(10, e.Answers.Count));
    }

    [Fact]
    public void Easy_vqa_reads_from_its_archive()
    {
        string? path = SharedData.Find("easy-vqa.zip");
        Assert.SkipUnless(path is not null, "shared/data/easy-vqa.zip is not there");
        VqaDataset train = EasyVqaReader.Read(path, "train"), test = EasyVqaReader.Read(path, "test");
        Assert.Equal((38_575, 9_673), (train.Examples.Count, test.Examples.Count));
        Assert.Equal(28_407, train.Examples.Count(e => e.AnswerType == "yes/no"));
        Assert.Equal(7_136, test.Examples.Count(e => e.AnswerType == "yes/no"));
        Assert.Equal(13, AnswerVocabulary.Build(train.Examples).Count);
        Assert.Equal(48_248, train.Examples.Concat(test.Examples).Select(e => e.QuestionId).Distinct().Count());
        Assert.Equal((0, "what is the blue shape?", "rectangle"), (train.Examples[0].QuestionId, train.Examples[0].Question, train.Examples[0].Answers[9]));
        IReadOnlyList<long> images = EasyVqaReader.ExtractImages(path, folder.Path);
        Assert.Equal(5_000, images.Count);
        Assert.Equal(train.Examples.Concat(test.Examples).Select(e => e.ImageId).Distinct().Order(), images);
        Assert.NotNull(DatasetFolder.FindImage(folder.Path, 100_999));
    }

    [Fact]
    public void Vqa_cp_must_be_lists_with_the_coco_part()
    {
        File.WriteAllText(folder.File("q.json"), Asked);
        File.WriteAllText(folder.File("a.json"), Answered);
        Assert.Equal("train2014", Assert.Single(VqaCpReader.Read("train", folder.File("q.json"), folder.File("a.json")).Examples).CocoSplit);
        File.WriteAllText(folder.File("a.json"), Answered.Replace("train2014", "test2015", StringComparison.Ordinal));
        Assert.Contains("test2015", Assert.Throws<InputException>(() => VqaCpReader.Read("train", folder.File("q.json"), folder.File("a.json"))).Found, StringComparison.Ordinal);
        File.WriteAllText(folder.File("q.json"), $$"""{"questions":{{Asked}}}""");
        Assert.Equal("a list", Assert.Throws<InputException>(() => VqaCpReader.Read("train", folder.File("q.json"), folder.File("a.json"))).Expected);
    }

    [Theory]
    [InlineData("OOD-Test/QT+KW/OOD-Test-QT+KW", "OOD-Test-QT+KW")]
    [InlineData("IID-Test/IID-Test", "IID-Test")]
    public void Vqa_vs_reads_from_its_folders(string name, string part)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
        File.WriteAllText(folder.File(name + "-Ques.json"), Asked);
        File.WriteAllText(folder.File(name + "-Ans.json"), Answered);
        Assert.Single(VqaVsReader.Read(folder.Path, part).Examples);
        Assert.Contains("no Val-Ques.json", Assert.Throws<InputException>(() => VqaVsReader.Read(folder.Path, "Val")).Found, StringComparison.Ordinal);
    }
}
