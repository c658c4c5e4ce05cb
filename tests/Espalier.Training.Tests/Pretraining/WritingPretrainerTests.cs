using System.Globalization;
using Espalier.Data;
using Espalier.Features;
using Espalier.Testing;
using Espalier.Text;
using Espalier.Training.Models;
using Espalier.Training.Pretraining;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pretraining;

/// <summary>Pictures of one colour each, with captions and questions that name it.</summary>
public sealed class WritingPretrainerTests : IDisposable
{
    private static readonly string[] Colours = ["red", "green", "blue"];
    private readonly TemporaryFolder folder = new();
    private readonly WordPieceTokenizer tokenizer = new(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "all", "is", "what", "color", .. Colours]);

    private readonly MplugConfig shape = MplugConfig.Tiny with
    {
        VocabularySize = 12,
        HiddenSize = 32,
        HeadCount = 2,
        IntermediateSize = 64,
        LayerCount = 3,
        TextLayers = 1,
        FusionLayers = 2,
        DecoderLayers = 1,
        Stride = 1,
        Vision = new() { Resolution = 16, PatchSize = 8, Width = 32, LayerCount = 1, HeadCount = 2 },
    };

    static WritingPretrainerTests() => set_num_threads(1);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_learns_to_answer_from_the_picture()
    {
        using Mplug model = Run(PretrainingTasks.Captions | PretrainingTasks.Matching | PretrainingTasks.Questions, epochs: 8);
        model.eval();
        using DisposeScope scope = NewDisposeScope();
        model.SetAnswers(new AnswerVocabulary(Colours), tokenizer, shortlist: 3);
        WrittenTexts texts = new(Corpus(12), folder.File("images"), 16, tokenizer, Options(PretrainingTasks.Questions, 1));
        TensorBatch batch = texts.Make([.. Enumerable.Range(0, 12)], 1, 1).Inputs;

        Tensor answers = model.Forward(batch with { AnswerIds = null }).Logits.argmax(1);

        Assert.Equal(Enumerable.Range(0, 12).Select(i => (long)(i % 3)), answers.data<long>().ToArray());
    }

    [Fact]
    public void It_is_decided_by_its_seed()
    {
        float[] Weights() => [.. Run(PretrainingTasks.Questions | PretrainingTasks.Matching, epochs: 1).parameters().SelectMany(p => p.data<float>().ToArray())];
        Assert.Equal(Weights(), Weights());
    }

    [Fact]
    public void A_caption_to_judge_is_its_own_images_or_anothers_and_has_nothing_to_be_written()
    {
        using DisposeScope scope = NewDisposeScope();
        PretrainingCorpus corpus = Corpus(30);
        WrittenTexts texts = new(corpus, folder.File("images"), 16, tokenizer, Options(PretrainingTasks.Matching, 1));
        WrittenBatch batch = texts.Make([.. Enumerable.Range(0, 30)], 3, 1);

        Assert.Equal(30, batch.JudgedRows.shape[0]);
        Assert.InRange(batch.Matches.sum().ToInt64(), 8, 28);
        Assert.Equal(0, batch.Inputs.AnswerIds!.sum().ToInt64());
        long[] ids = batch.Inputs.TokenIds.data<long>().ToArray(), match = batch.Matches.data<long>().ToArray();
        for (int i = 0; i < 30; i++) Assert.Equal(match[i] == 1, ids[(i * 8) + 3] == 9 + (i % 3));
    }

    [Fact]
    public void A_batch_tells_the_image_of_each_row()
    {
        using DisposeScope scope = NewDisposeScope();
        WrittenTexts texts = new(Corpus(6), folder.File("images"), 16, tokenizer, Options(PretrainingTasks.Captions | PretrainingTasks.Questions, 1));

        WrittenBatch batch = texts.Make([11, 0, 5], 3, 1);

        Assert.Equal([5, 0, 2], batch.Images);
        Assert.Equal(texts.Pictures(batch.Images).data<float>().ToArray(), batch.Inputs.Images.data<float>().ToArray());
    }

    [Fact]
    public void The_vision_encoder_may_learn_labels_before_anything_else()
    {
        // One pass over the texts, of which the labels are no task by far, after many over the images.
        PretrainingOptions options = Options(PretrainingTasks.Questions | PretrainingTasks.RegionLabels, 1) with { VisionEpochs = 20, VisionLearningRate = 3e-3, LearningRate = 1e-6 };
        using Mplug model = WritingPretrainer.Run(shape, Corpus(60), folder.File("images"), new WholePictures(), tokenizer, options, ScalarType.Float32);
        using Mplug without = WritingPretrainer.Run(shape, Corpus(60), folder.File("images"), new WholePictures(), tokenizer, options with { VisionEpochs = 0, VisionLearningRate = null }, ScalarType.Float32);
        using DisposeScope scope = NewDisposeScope();

        Assert.True(NearestColourShare(model) > 0.9 && NearestColourShare(without) < 0.9, $"with: {NearestColourShare(model)}, without: {NearestColourShare(without)}");
    }

    [Fact]
    public void Labels_of_patches_teach_the_vision_encoder()
    {
        using Mplug plain = Run(PretrainingTasks.Matching, epochs: 1), taught = Run(PretrainingTasks.Matching | PretrainingTasks.RegionLabels, epochs: 8);
        using DisposeScope scope = NewDisposeScope();

        Assert.True(NearestColourShare(taught) > 0.9 && NearestColourShare(plain) < 0.9, $"taught: {NearestColourShare(taught)}, by chance {NearestColourShare(plain)}");
    }

    [Fact]
    public void An_image_without_a_picture_is_told()
    {
        PretrainingCorpus corpus = Corpus(3);
        File.Delete(folder.File("images/2.png"));
        InputException error = Assert.Throws<InputException>(() => new WrittenTexts(corpus, folder.File("images"), 16, tokenizer, Options(PretrainingTasks.Captions, 1)));
        Assert.Contains("$.images[2].id", error.Message, StringComparison.Ordinal);
    }

    // Images whose first patch is most like the word of its colour.
    private double NearestColourShare(Mplug model)
    {
        WrittenTexts texts = new(Corpus(12), folder.File("images"), 16, tokenizer, Options(PretrainingTasks.Questions, 1));
        Tensor states = model.EncodeForPretraining(texts.Make([.. Enumerable.Range(0, 12)], 1, 1).Inputs)[2].view(12, 5, -1).select(1, 1);
        Tensor words = model.Words.Weight.narrow(0, 9, 3);
        long[] nearest = matmul(states, words.t()).argmax(1).data<long>().ToArray();
        return nearest.Select((colour, i) => colour == i % 3 ? 1.0 : 0).Average();
    }

    private Mplug Run(PretrainingTasks tasks, int epochs) =>
        WritingPretrainer.Run(shape, Corpus(60), folder.File("images"), new WholePictures(), tokenizer, Options(tasks, epochs), ScalarType.Float32);

    private static PretrainingOptions Options(PretrainingTasks tasks, int epochs) =>
        new() { Epochs = epochs, BatchSize = 16, LearningRate = 3e-3, TextLength = 8, Seed = 4, Tasks = tasks };

    private PretrainingCorpus Corpus(int images)
    {
        Directory.CreateDirectory(folder.File("images"));
        List<PretrainingImage> all = [];
        for (int i = 0; i < images; i++)
        {
            byte strong = (byte)(150 + i);
            byte[] png = TinyPng.Of(i % 3 == 0 ? strong : (byte)9, i % 3 == 1 ? strong : (byte)9, i % 3 == 2 ? strong : (byte)9);
            File.WriteAllBytes(folder.File($"images/{i.ToString(CultureInfo.InvariantCulture)}.png"), png);
            all.Add(new PretrainingImage(i, [$"all is {Colours[i % 3]}"], [new RegionLabel(0, i % 3)], [new PretrainingQuestion("what color", "what color", Colours[i % 3])]));
        }
        return new PretrainingCorpus { Kinds = ["all"], Colors = Colours, Images = all };
    }

    // One region an image, which is all of it.
    private sealed class WholePictures : IRegionFeatures
    {
        public int FeatureSize => 1;

        public int MaxRegions => 1;

        public int ImageCount => int.MaxValue;

        public bool TryFind(long imageId, out int index) => (index = (int)imageId) >= 0;

        public int Read(int index, Span<float> features, Span<float> boxes)
        {
            features.Clear();
            (boxes[0], boxes[1], boxes[2], boxes[3]) = (0, 0, 1, 1);
            return 1;
        }
    }
}
