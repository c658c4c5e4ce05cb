using System.Runtime;
using Espalier.Data;
using Espalier.Training.Models;
using Espalier.Training.Pretraining;
using Espalier.Training.Training;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pretraining;

public sealed class PretrainerTests
{
    private static readonly RegionBackboneConfig Shape = Sized(new LxmertConfig { LanguageLayers = 1, VisionLayers = 1, CrossLayers = 1 });

    static PretrainerTests() => set_num_threads(1);

    public static TheoryData<string> Backbones { get; } = ["lxmert", "visualbert"];

    [Theory]
    [MemberData(nameof(Backbones))]
    public void A_small_model_learns_which_region_a_noun_means(string backbone)
    {
        List<double> losses = [];
        using RegionBackbone model = Run(backbone, PretrainingTasks.RegionLabels | PretrainingTasks.Questions, epochs: 12, losses);

        // A model that answers from the question alone stays at ln 3 = 1.1, and one that mixes all regions not far below.
        Assert.InRange(losses.TakeLast(10).Average(), 0, 0.25);
    }

    [Theory]
    [MemberData(nameof(Backbones))]
    public void All_four_tasks_together_learn(string backbone)
    {
        List<double> losses = [];
        using RegionBackbone model = Run(backbone, PretrainingTasks.All, epochs: 4, losses);

        Assert.True(losses.TakeLast(10).Average() < 0.6 * losses.Take(10).Average());
    }

    [Theory]
    [MemberData(nameof(Backbones))]
    public void The_same_seed_gives_the_same_weights(string backbone)
    {
        using RegionBackbone first = Run(backbone, PretrainingTasks.All, epochs: 1, []), second = Run(backbone, PretrainingTasks.All, epochs: 1, []);

        Assert.Equal(Hash(first), Hash(second));
    }

    [Fact]
    public void A_cancelled_run_stops_and_lets_collections_go_on()
    {
        using CancellationTokenSource stop = new();
        ColouredThings things = new(40, 1);

        Assert.Throws<OperationCanceledException>(() => Pretrainer.Run(
            Shape, things.Corpus, things, ColouredThings.Tokenizer, Options(PretrainingTasks.All, 1), ScalarType.Float32, new Stop(stop), stop.Token));
        Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_corpus_that_labels_other_regions_than_the_features_have_is_refused(int labels)
    {
        ColouredThings things = new(10, 1);
        PretrainingImage[] images = [.. things.Corpus.Images];
        images[7] = images[7] with { Regions = [.. Enumerable.Repeat(new RegionLabel(0, 0), labels)] };
        PretrainingCorpus corpus = things.Corpus with { Images = images, Source = "captions.json" };

        InputException error = Assert.Throws<InputException>(() => Pretrainer.Run(
            Shape, corpus, things, ColouredThings.Tokenizer, Options(PretrainingTasks.All, 1), ScalarType.Float32));
        Assert.Equal("captions.json: $.images[7].regions", error.Message[..error.Message.IndexOf(": found", StringComparison.Ordinal)]);
    }

    private static RegionBackboneConfig Sized(RegionBackboneConfig layers) => layers with
    {
        VocabularySize = ColouredThings.Tokenizer.VocabularySize,
        HiddenSize = 32,
        HeadCount = 2,
        IntermediateSize = 64,
        PositionCount = 8,
        FeatureSize = new ColouredThings(1, 1).FeatureSize,
        InitializerRange = 0.1,
    };

    private static RegionBackbone Run(string backbone, PretrainingTasks tasks, int epochs, List<double> losses)
    {
        ColouredThings things = new(640, 1);
        RegionBackboneConfig shape = backbone == "lxmert" ? Shape : Sized(new VisualBertConfig { Layers = 3 });
        return Pretrainer.Run(shape, things.Corpus, things, ColouredThings.Tokenizer, Options(tasks, epochs), ScalarType.Float32, new Losses(losses));
    }

    private static string Hash(RegionBackbone model) => WeightHash.Of(model.named_parameters().Select(p => (p.name, (Tensor)p.parameter)));

    private static PretrainingOptions Options(PretrainingTasks tasks, int epochs) =>
        new() { Epochs = epochs, BatchSize = 16, LearningRate = 2e-3, TextLength = 8, Seed = 5, Tasks = tasks };

    private sealed class Losses(List<double> into) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => into.Add(value.Loss ?? double.NaN);
    }

    private sealed class Stop(CancellationTokenSource source) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => source.Cancel();
    }
}
