using Espalier.Data;
using Espalier.Testing;
using static Espalier.Core.Tests.Data.Questions;

namespace Espalier.Core.Tests.Data;

public sealed class FolderSourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_lone_pair_is_the_pool_and_its_pictures_are_found()
    {
        Put("questions.json", "annotations.json", Example(10, "red"), Example(20, "blue"));
        Directory.CreateDirectory(folder.File("images"));
        File.WriteAllBytes(folder.File("images/1.jpg"), []);
        File.WriteAllBytes(folder.File("images/COCO_val2014_000000000002.jpg"), []);
        FolderSource source = FolderSource.Open(folder.Path);
        IReadOnlyList<VqaDataset> parts = source.Read();
        Assert.Equal("pool", Assert.Single(parts).Name);
        Assert.Equal([(1, folder.File("images/1.jpg")), (2, folder.File("images/COCO_val2014_000000000002.jpg"))], source.Images(parts));
    }

    [Fact]
    public void Missing_pictures_are_listed()
    {
        Put("questions.json", "annotations.json", Example(10, "red"), Example(20, "blue"));
        File.WriteAllBytes(folder.File("1.png"), []);
        FolderSource source = FolderSource.Open(folder.Path);
        Assert.Contains("none for 1 of 2 images: 2", Assert.Throws<InputException>(() => source.Images(source.Read())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Published_names_tell_the_part()
    {
        Put("v2_OpenEnded_mscoco_train2014_questions.json", "v2_mscoco_train2014_annotations.json", Example(1, "red"));
        Put("Val-Ques.json", "Val-Ans.json", Example(2, "red"));
        File.WriteAllText(folder.File("v2_OpenEnded_mscoco_test-dev2015_questions.json"), "{}");
        Assert.Equal(["train", "validation"], FolderSource.Open(folder.Path).Read().Select(part => part.Name).Order());
    }

    [Fact]
    public void A_question_in_two_parts_is_refused()
    {
        Put("train_questions.json", "train_annotations.json", Example(1, "red"));
        Put("test_questions.json", "test_annotations.json", Example(1, "red"));
        Assert.Contains("question 1, which another part has", Assert.Throws<InputException>(() => FolderSource.Open(folder.Path).Read()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no question files")]
    [InlineData("no annotations", "questions.json")]
    [InlineData("no questions", "annotations.json")]
    [InlineData("a second part \"train\"", "train1_questions.json", "train1_annotations.json", "train2_questions.json", "train2_annotations.json")]
    [InlineData("the same part as questions.gz", "questions.gz", "questions.json", "annotations.json")]
    public void Files_that_do_not_pair_are_refused(string found, params string[] files)
    {
        foreach (string file in files) File.WriteAllText(folder.File(file), "[]");
        Assert.Equal(found, Assert.Throws<InputException>(() => FolderSource.Open(folder.Path)).Found);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused() => Assert.Throws<InputException>(() => FolderSource.Open(folder.File("none")));

    private void Put(string questions, string annotations, params VqaExample[] examples) =>
        VqaWriter.Write(new VqaDataset("any", examples), folder.File(questions), folder.File(annotations));
}
