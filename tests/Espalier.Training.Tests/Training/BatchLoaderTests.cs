using Espalier.Data;
using Espalier.Features;
using Espalier.Training.Training;

namespace Espalier.Training.Tests.Training;

public sealed class BatchLoaderTests
{
    [Fact]
    public void Batches_hold_the_rows_that_were_asked_for_with_their_features()
    {
        QuestionSet set = ToyWorld.Validation;
        int[][] wanted = [[3, 0, 39], [7], [1, 2, 3]];
        using BatchLoader loader = new(set, 3, wanted.Select(rows => (ReadOnlyMemory<int>)rows));
        BatchAssembler assembler = new(set.Questions, set.Priors, set.Features);
        foreach (int[] rows in wanted)
        {
            VqaBatch expected = assembler.CreateBatch(3), batch = loader.Next()!;
            assembler.Fill(rows, expected);
            Assert.Equal(rows.Length, batch.Size);
            Assert.Equal(Rows(expected.Features, expected), Rows(batch.Features, batch));
            Assert.Equal(Rows(expected.TokenIds, expected), Rows(batch.TokenIds, batch));
            Assert.Equal(Rows(expected.Targets, expected), Rows(batch.Targets, batch));
        }
        Assert.Null(loader.Next());
        Assert.Null(loader.Next());
    }

    [Fact]
    public void Features_that_cannot_be_read_fail_in_the_thread_that_waits_for_them()
    {
        using BatchLoader loader = new(ToyWorld.Train with { Features = new Unreadable(ToyWorld.Train.Features) }, 4, BatchOrder.InOrder(90, 4));
        InputException error = Assert.Throws<InputException>(loader.Next);
        Assert.Equal("features.regions", error.File);
    }

    [Fact]
    public async Task It_can_be_left_at_any_time()
    {
        for (int taken = 0; taken < 5; taken++)
        {
            BatchLoader loader = new(ToyWorld.Train, 4, Endless());
            for (int i = 0; i < taken; i++) Assert.NotNull(loader.Next());
            await Task.Run(loader.Dispose, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }

        static IEnumerable<ReadOnlyMemory<int>> Endless()
        {
            while (true) yield return new[] { 1, 2 };
        }
    }

    private static T[] Rows<T>(T[] values, VqaBatch batch) => values[..(values.Length / batch.Capacity * batch.Size)];

    private sealed class Unreadable(IRegionFeatures real) : IRegionFeatures
    {
        public int FeatureSize => real.FeatureSize;

        public int MaxRegions => real.MaxRegions;

        public int ImageCount => real.ImageCount;

        public bool TryFind(long imageId, out int index) => real.TryFind(imageId, out index);

        public int Read(int index, Span<float> features, Span<float> boxes) =>
            throw new InputException("features.regions", "image 1", "damage", "the bytes that were written");
    }
}
