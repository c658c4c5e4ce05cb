using Espalier.Data;
using Espalier.Splits;
using Espalier.Testing;

namespace Espalier.Tests.Splits;

public sealed class DatasetResplitTests : IDisposable
{
    private static readonly ChangingPriorOptions Options = new() { Seed = 3, CrossingShare = 0.1 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Five_parts_refer_to_the_files_of_their_source_also_after_renaming()
    {
        SplitResult split = DatasetResplit.Write(Source(new VqaDataset("pool", Pools.Made(600, 1).Examples)), folder.File("target.making-1"), Options, 0);
        Directory.Move(folder.File("target.making-1"), folder.File("target"));
        var target = DatasetFolder.Open(folder.File("target"));
        Assert.Equal(PartNames.All.Order(StringComparer.Ordinal), target.Parts);
        Assert.Equal(Path.GetFullPath(folder.File("source/features.regions")), target.FeaturesPath);
        Assert.Equal("../source/vocab.txt", target.Manifest.Vocabulary!.Replace('\\', '/'));
        Assert.Null(target.ImagesPath);
        Assert.Equal(split["test-ood"].Examples.Select(e => e.QuestionId), target.ReadPart("test-ood").Examples.Select(e => e.QuestionId));
        Assert.True(File.Exists(target.SplitPath));
        Assert.Equal("by hand", target.Manifest.Provenance["made"]);
        Assert.Contains("seed 3", target.Manifest.Provenance["split"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_keeps_that_many_train_questions_and_the_report_says_so()
    {
        DatasetFolder source = Source(new VqaDataset("pool", Pools.Made(600, 1).Examples));
        SplitResult all = DatasetResplit.Write(source, folder.File("all"), Options, 0), some = DatasetResplit.Write(source, folder.File("some"), Options, 100);
        Assert.Equal(100, DatasetFolder.Open(folder.File("some")).ReadPart("train").Examples.Count);
        Assert.Equal(100, some.Report.Parts.Single(part => part.Name == "train").Questions);
        Assert.Subset(all["train"].Examples.Select(e => e.QuestionId).ToHashSet(), some["train"].Examples.Select(e => e.QuestionId).ToHashSet());
        Assert.Equal(all["test-ood"].Examples.Count, some["test-ood"].Examples.Count);
        Assert.Contains("100,000", Assert.Throws<InputException>(() => DatasetResplit.Write(source, folder.File("none"), Options, 100_000)).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_can_stand_beside_their_pool_and_are_the_same()
    {
        DatasetFolder source = Source(new VqaDataset("pool", Pools.Made(600, 1).Examples));
        DatasetResplit.Write(source, folder.File("apart"), Options, 100);
        DatasetResplit.Add(source, Options, 100);
        Assert.Equal(PartNames.All.Append("pool").Order(StringComparer.Ordinal), DatasetFolder.Open(source.Path).Parts);
        Assert.Equal(File.ReadAllText(folder.File("apart/annotations/train.json")), File.ReadAllText(Path.Combine(source.Path, "annotations", "train.json")));
        Assert.Equal(File.ReadAllText(folder.File("apart/split.json")), File.ReadAllText(source.SplitPath));
        Assert.Contains("seed 3", DatasetFolder.Open(source.Path).Manifest.Provenance["split"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_measured_from_its_parts_is_what_the_one_who_made_it_reported()
    {
        SplitResult made = DatasetResplit.Write(Source(new VqaDataset("pool", Pools.Made(600, 1).Examples)), folder.File("target"), Options, 0);
        SplitReport measured = MeasuredSplit.Of(DatasetFolder.Open(folder.File("target")))!;
        Assert.Null(measured.Options);
        Assert.Equal(made.Report.Parts, measured.Parts);
        Assert.Equal(made.Report.Coverage, measured.Coverage);
        Assert.Equal(made.Report.AnswerTypes, measured.AnswerTypes);
        Assert.Equal(made.Report.Types.Select(type => (type.QuestionType, type.Train, type.TestOod, type.Divergence, type.ValidationDivergence)),
            measured.Types.Select(type => (type.QuestionType, type.Train, type.TestOod, type.Divergence, type.ValidationDivergence)));
    }

    [Fact]
    public void A_published_split_without_validation_is_measured_and_one_without_a_shifted_test_is_not()
    {
        VqaExample[] examples = [.. Pools.Made(600, 1).Examples];
        DatasetFolder published = DatasetFolder.Create(folder.File("published"), Source(new VqaDataset("pool", examples)).Manifest with { Parts = new Dictionary<string, int>() },
            [new VqaDataset("train", examples[..400]), new VqaDataset("test-ood", examples[400..])]);
        SplitReport report = MeasuredSplit.Of(published)!;
        Assert.Equal(["train", "test-ood"], report.Parts.Select(part => part.Name));
        Assert.All(report.Types, type => Assert.Equal(double.NaN, type.ValidationDivergence));
        DatasetFolder same = DatasetFolder.Create(folder.File("same"), published.Manifest with { Parts = new Dictionary<string, int>() },
            [new VqaDataset("train", examples[..400]), new VqaDataset("test-id", examples[400..])]);
        Assert.Null(MeasuredSplit.Of(same));
    }

    [Fact]
    public void All_parts_are_pooled_and_a_shared_question_counts_once()
    {
        VqaExample[] examples = [.. Pools.Made(600, 1).Examples];
        DatasetFolder source = Source(new VqaDataset("train", examples[..400]), new VqaDataset("test-id", examples[400..]), new VqaDataset("test-ood", examples[500..]));
        Assert.Equal(600, DatasetResplit.Write(source, folder.File("target"), Options, 0).Report.Questions);
    }

    [Fact]
    public void Two_questions_under_one_id_are_refused()
    {
        VqaExample[] examples = [.. Pools.Made(600, 1).Examples];
        DatasetFolder source = Source(new VqaDataset("train", examples), new VqaDataset("test-id", [examples[0] with { Question = "Another?" }]));
        Assert.Contains("under the id 1", Assert.Throws<InputException>(() => DatasetResplit.Write(source, folder.File("target"), Options, 0)).Found, StringComparison.Ordinal);
    }

    private DatasetFolder Source(params VqaDataset[] parts) => DatasetFolder.Create(folder.File("source"), new DatasetManifest
    {
        Name = "made up",
        Source = "folder",
        Features = "features.regions",
        Vocabulary = "vocab.txt",
        Provenance = new Dictionary<string, string> { ["made"] = "by hand" },
    }, parts);
}
