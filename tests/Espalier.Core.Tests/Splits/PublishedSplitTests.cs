using Espalier.Data;
using Espalier.Splits;
using Espalier.Testing;

namespace Espalier.Tests.Splits;

public sealed class PublishedSplitTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Five_percent_of_train_are_held_out_by_whole_images()
    {
        DatasetFolder made = PublishedSplit.Write(Source("test-id"), folder.File("target"), 5);
        Assert.Equal(["test-id", "train", "validation-id"], made.Parts);
        VqaDataset train = made.ReadPart("train"), held = made.ReadPart("validation-id");
        Assert.InRange(held.Examples.Count, 40, 50);
        Assert.Equal(900, train.Examples.Count + held.Examples.Count);
        Assert.Empty(train.Examples.Select(e => e.ImageId).Intersect(held.Examples.Select(e => e.ImageId)));
        Assert.Equal(100, made.ReadPart("test-id").Examples.Count);
    }

    [Fact]
    public void A_test_of_other_priors_gets_a_validation_of_other_priors()
    {
        DatasetFolder made = PublishedSplit.Write(Source("test-ood"), folder.File("target"), 5);
        Assert.Equal(["test-ood", "train", "validation-id", "validation-ood"], made.Parts);
        HashSet<(string, string)> pairs = [.. made.ReadPart("train").Examples.Select(Pair)];
        VqaDataset validation = made.ReadPart("validation-ood");
        Assert.InRange(validation.Examples.Count, 60, 200);
        Assert.True(validation.Examples.Count(e => !pairs.Contains(Pair(e))) > validation.Examples.Count * 0.9);
        long[] ids = [.. made.Parts.SelectMany(part => made.ReadPart(part).Examples).Select(e => e.QuestionId)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Only_what_a_split_lacks_is_made()
    {
        VqaExample[] examples = [.. Pools.Made(1000, 1).Examples];
        DatasetFolder source = Create(
            [new("train", examples[..800]), new("validation-id", examples[800..850]), new("test-id", examples[850..900]), new("test-ood", examples[900..])]);
        Assert.Equal(["validation-ood"], PublishedSplit.Lacks(source));
        DatasetFolder made = PublishedSplit.Write(source, folder.File("target"), 5);
        Assert.Equal(["test-id", "test-ood", "train", "validation-id", "validation-ood"], made.Parts);
        Assert.Equal(examples[800..850].Select(e => e.QuestionId), made.ReadPart("validation-id").Examples.Select(e => e.QuestionId));
        Assert.Contains("with validation-ood from train, seed 5", made.Manifest.Provenance["split"], StringComparison.Ordinal);
        Assert.Empty(PublishedSplit.Lacks(made));
    }

    [Fact]
    public void The_seed_decides_what_is_held_out()
    {
        DatasetFolder source = Source("test-id");
        long[] Held(string target, ulong seed) => [.. PublishedSplit.Write(source, folder.File(target), seed).ReadPart("validation-id").Examples.Select(e => e.QuestionId)];
        Assert.Equal(Held("a", 5), Held("b", 5));
        Assert.NotEqual(Held("c", 5), Held("d", 6));
    }

    [Fact]
    public void Without_train_or_with_too_little_of_it_nothing_is_held_out()
    {
        VqaExample one = Pools.Example(1, 1, "Is it?", "is it", "yes");
        Assert.Contains("pool", Assert.Throws<InputException>(() => PublishedSplit.Write(Create([new("pool", [one])]), folder.File("a"), 5)).Found, StringComparison.Ordinal);
        Assert.Equal("train", Assert.Throws<InputException>(() => PublishedSplit.Write(Create([new("train", [one])]), folder.File("b"), 5)).Place);
    }

    private static (string, string) Pair(VqaExample example) => (example.QuestionType, AnswerNormalizer.Normalize(example.MultipleChoiceAnswer));

    private DatasetFolder Source(string test)
    {
        VqaExample[] examples = [.. Pools.Made(1000, 1).Examples];
        return Create([new("train", examples[..900]), new(test, examples[900..])]);
    }

    private DatasetFolder Create(VqaDataset[] parts) =>
        DatasetFolder.Create(Directory.CreateDirectory(folder.File(Guid.NewGuid().ToString("N"))).FullName, new DatasetManifest { Name = "made up", Source = "folder" }, parts);
}
