using System.Security.Cryptography;
using Espalier.Data;
using Espalier.Features;
using Espalier.Text;

namespace Espalier.Orchard.Tests;

public sealed class OrchardWorldTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("orchard");

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public void The_same_seed_gives_the_same_bytes_whatever_the_threads()
    {
        OrchardOptions options = new(PoolQuestions: 900, PretrainImages: 140, PretrainPictures: true);
        string one = Grow("one", options with { Threads = 1 }), three = Grow("three", options with { Threads = 3 });
        Assert.Equal(Hashes(one), Hashes(three));
        Assert.NotEqual(Hashes(one), Hashes(Grow("other", options with { Seed = 8 })));
    }

    [Fact]
    public void The_folder_reads_back_with_features_and_a_picture_for_every_question()
    {
        string path = Grow("pool", new(PoolQuestions: 500, PretrainImages: 0));
        DatasetFolder folder = DatasetFolder.Open(path);
        VqaDataset pool = folder.ReadPart(OrchardWorld.PoolPart);
        using RegionFeatureStore store = RegionFeatureStore.Open(folder.FeaturesPath!);
        store.Verify(cancellation: TestContext.Current.CancellationToken);
        WordPieceTokenizer tokenizer = WordPieceTokenizer.Load(folder.VocabularyPath!);

        Assert.Equal(500, pool.Examples.Count);
        Assert.InRange(store.MaxRegions, 1, 8);
        Assert.All(pool.Examples, example =>
        {
            Assert.True(store.TryFind(example.ImageId, out _));
            Assert.Equal(10, example.Answers.Count);
            Assert.StartsWith(example.QuestionType, example.Question, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("[UNK]", tokenizer.Pieces(example.Question));
        });
        Assert.All(pool.Examples.GroupBy(example => example.ImageId).SkipLast(1), image => Assert.InRange(image.Count(), 5, 8));
        PixelImage picture = ImageFile.Decode(folder.ImagePath(1)!);
        Assert.Equal((128, 128), (picture.Width, picture.Height));
    }

    [Fact]
    public void The_corpus_reads_back_with_a_label_for_every_region()
    {
        string path = Grow("corpus", new(PoolQuestions: 10, PretrainImages: 60));
        PretrainingCorpus corpus = PretrainingCorpus.Read(PretrainingCorpus.PathIn(path));
        using RegionFeatureStore store = RegionFeatureStore.Open(PretrainingCorpus.FeaturesPathIn(path));
        float[] features = new float[store.MaxRegions * store.FeatureSize], boxes = new float[store.MaxRegions * 4];

        Assert.Equal(60, corpus.Images.Count);
        Assert.All(corpus.Images, image =>
        {
            Assert.True(store.TryFind(image.Id, out int index));
            Assert.Equal(image.Regions.Count, store.Read(index, features, boxes));
            Assert.InRange(image.Captions.Count, 4, 5);
            Assert.InRange(image.Questions.Count, 5, 6);
        });
        Assert.False(Directory.Exists(Path.Combine(path, "pretrain", "images")));
    }

    [Fact]
    public void A_folder_with_files_is_refused_and_left_alone()
    {
        string path = Path.Combine(root.FullName, "taken");
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "mine.txt"), "mine");
        InputException error = Assert.Throws<InputException>(() => OrchardWorld.Write(path, new(PoolQuestions: 10, PretrainImages: 0)));
        Assert.Contains("taken", error.Message, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(path));
    }

    [Fact]
    public void A_cancelled_growth_leaves_a_folder_that_does_not_open()
    {
        string path = Path.Combine(root.FullName, "cancelled");
        using CancellationTokenSource source = new();
        Stopper stopper = new(source);
        OrchardOptions options = new(PoolQuestions: 3000, PretrainImages: 0);
        Assert.ThrowsAny<OperationCanceledException>(() => OrchardWorld.Write(path, options, stopper, source.Token));
        Assert.False(DatasetFolder.Exists(path));
    }

    private string Grow(string name, OrchardOptions options)
    {
        string path = Path.Combine(root.FullName, name);
        OrchardWorld.Write(path, options);
        return path;
    }

    private static Dictionary<string, string> Hashes(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(
            file => Path.GetRelativePath(folder, file),
            file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));

    private sealed class Stopper(CancellationTokenSource source) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => source.Cancel();
    }
}
